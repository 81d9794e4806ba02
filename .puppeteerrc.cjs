// The download would fail the whole install where there is no network; scripts/browser.mjs finds or gets a browser.
module.exports = { skipDownload: true };

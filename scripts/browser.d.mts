export function findBrowser(): string | null;
export function ensureBrowser(): string | null;
export function ensureVulkanLoader(): boolean;
export function installDebianPackages(...names: string[]): boolean;

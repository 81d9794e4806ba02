"""Adam on Rosenbrock by PyTorch, for `ravine bench` to compare with: what one would write with torch.optim.Adam.

Takes a JSON object per line and answers each with one. Nothing of Ravine's is needed to read or run it:

    {"do": "enter", "id": 1, "hyper": {"lr": 0.02, ...}, "fused": false, "starts": [x0, y0, x1, y1, ...]}
    {"do": "restart", "id": 1}
    {"do": "advance", "id": 1, "steps": 100}
    {"do": "read", "id": 1, "count": 64}     -> {"position": [x0, y0, ...]}
    {"do": "leave", "id": 1}
"""

import json
import sys

import torch


class Swarm:
    def __init__(self, hyper, fused, starts):
        self.starts = torch.tensor(starts, dtype=torch.float32).reshape(-1, 2)
        self.options = {
            "lr": hyper["lr"],
            "betas": (hyper["beta1"], hyper["beta2"]),
            "eps": hyper["eps"],
            # None leaves the choice to torch, as most programs do.
            "fused": True if fused else None,
        }
        self.restart()

    def restart(self):
        self.theta = self.starts.clone().requires_grad_()
        self.optimizer = torch.optim.Adam([self.theta], **self.options)

    def advance(self, steps):
        for _ in range(steps):
            self.optimizer.zero_grad()
            x, y = self.theta[:, 0], self.theta[:, 1]
            # The sum's gradient is that of each trajectory's own loss.
            loss = ((1 - x) ** 2 + 100 * (y - x**2) ** 2).sum()
            loss.backward()
            self.optimizer.step()


def answer(swarms, request):
    name = request["id"]
    if request["do"] == "enter":
        swarms[name] = Swarm(request["hyper"], request["fused"], request["starts"])
    elif request["do"] == "restart":
        swarms[name].restart()
    elif request["do"] == "advance":
        swarms[name].advance(request["steps"])
    elif request["do"] == "read":
        return {"position": swarms[name].theta.detach()[: request["count"]].flatten().tolist()}
    elif request["do"] == "leave":
        del swarms[name]
    return {}


def main():
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    swarms = {}
    for line in sys.stdin:
        try:
            reply = answer(swarms, json.loads(line))
        except Exception as error:  # which the bench reports as its own
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()

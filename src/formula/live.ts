import type { Graph, NodeId } from './graph.ts';

/** The nodes that `outputs` need, in evaluation order. */
export function liveNodes(graph: Graph, outputs: readonly NodeId[]): NodeId[] {
  const live = new Uint8Array(graph.nodes.length);
  for (const output of outputs) live[output] = 1;
  const ids: NodeId[] = [];
  for (let id = live.length - 1; id >= 0; id--) {
    if (live[id] === 0) continue;
    ids.push(id);
    for (const argument of graph.nodes[id]!.args) live[argument] = 1;
  }
  return ids.reverse();
}

/** The nodes that `output` needs and that need one of `inputs`, last first: the way of a reverse sweep. */
export function livePath(graph: Graph, output: NodeId, inputs: readonly NodeId[]): Set<NodeId> {
  const dependent = new Set<NodeId>();
  for (const id of liveNodes(graph, [output])) {
    if (inputs.includes(id) || graph.nodes[id]!.args.some((argument) => dependent.has(argument))) {
      dependent.add(id);
    }
  }
  return new Set([...dependent].reverse());
}

/** The strongly connected components of a graph, each after those that it has edges to (Tarjan 1972). */
export function stronglyConnectedComponents<Node>(
  nodes: readonly Node[],
  edgesOf: (node: Node) => Iterable<Node>,
): Node[][] {
  const found: Node[][] = [];
  const numbers = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();

  const enter = (node: Node): Visit<Node> => {
    const number = numbers.size;
    numbers.set(node, number);
    open.push(node);
    isOpen.add(node);
    return { node, number, edges: edgesOf(node)[Symbol.iterator](), lowest: number };
  };
  const leave = ({ node, number, lowest }: Visit<Node>): void => {
    if (lowest === number) {
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) {
        isOpen.delete(member);
      }
      found.push(component.reverse());
    }
  };
  // A loop and not a recursion: a chain of types may be longer than the call stack.
  for (const node of nodes) {
    const path = numbers.has(node) ? [] : [enter(node)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.edges.next();
      const known = next.done === true ? undefined : numbers.get(next.value);
      if (next.done === true) {
        leave(visit);
        path.pop();
        const before = path.at(-1);
        if (before !== undefined) {
          before.lowest = Math.min(before.lowest, visit.lowest);
        }
      } else if (known === undefined) {
        path.push(enter(next.value));
      } else if (isOpen.has(next.value)) {
        visit.lowest = Math.min(visit.lowest, known);
      }
    }
  }
  return found;
}

interface Visit<Node> {
  readonly node: Node;
  readonly number: number;
  /** The edges not followed yet. */
  readonly edges: Iterator<Node>;
  /** The lowest number among the open nodes that the node reaches. */
  lowest: number;
}

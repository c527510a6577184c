/** Which states may follow which: one table per entity, the same that the database checks. */
export type Moves<State extends string> = Readonly<Record<State, readonly State[]>>;

export function canMove<State extends string>(moves: Moves<State>, from: State, to: State): boolean {
  return moves[from].includes(to);
}

/** States that nothing leaves. */
export function finalStatesOf<State extends string>(moves: Moves<State>): readonly State[] {
  return (Object.keys(moves) as State[]).filter((state) => moves[state].length === 0);
}

/** Every allowed move as a pair, e.g. to write the database's check or a diagram. */
export function movePairs<State extends string>(moves: Moves<State>): readonly (readonly [State, State])[] {
  return (Object.keys(moves) as State[]).flatMap((from) => moves[from].map((to) => [from, to] as const));
}

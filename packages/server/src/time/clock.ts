/** The time in milliseconds since 1970, UTC. Tests inject their own. */
export type Clock = () => number;

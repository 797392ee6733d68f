declare module "@keyfold/context" {
  interface ContextFields {
    requestId: string;
  }
}

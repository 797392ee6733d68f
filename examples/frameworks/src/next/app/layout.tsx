import type { ReactNode } from "react";

/** Every application of Next.js has one. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}

import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Audit } from "./audit/audit.tsx";
import { WhoamiDocument } from "./generated/operations.ts";
import { Health } from "./health/health.tsx";
import { Grants } from "./people/grants.tsx";
import { Teams } from "./people/teams.tsx";
import { Tokens } from "./people/tokens.tsx";
import { Trusts } from "./people/trusts.tsx";
import { go, usePlace } from "./router.ts";
import { Runs } from "./runs/runs.tsx";
import { SecretsProvider } from "./secrets/all-secrets.tsx";
import { Secrets } from "./secrets/secrets.tsx";
import { AskError, ask, isSignedIn, onSignedOut } from "./server/ask.ts";
import { hasRole, type Person, type Role, SignedContext, signIn, signOut } from "./server/session.tsx";
import { toAskError } from "./server/use-answer.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Awaited, Empty } from "./ui/parts.tsx";
import { SignIn, SignInForm } from "./ui/sign-in.tsx";
import { Written } from "./ui/text.tsx";

interface View {
  readonly address: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly show: () => JSX.Element;
}

const views: readonly View[] = [
  { address: "/secrets", title: "Secrets", roles: ["admin", "editor", "auditor"], show: () => <Secrets /> },
  { address: "/health", title: "Health", roles: ["admin", "editor", "auditor"], show: () => <Health /> },
  { address: "/runs", title: "Runs", roles: ["admin", "auditor"], show: () => <Runs /> },
  { address: "/audit", title: "Audit", roles: ["admin", "auditor"], show: () => <Audit /> },
  { address: "/tokens", title: "Tokens", roles: ["admin", "auditor"], show: () => <Tokens /> },
  { address: "/trusts", title: "Trusts", roles: ["admin", "auditor"], show: () => <Trusts /> },
  { address: "/teams", title: "Teams", roles: ["admin"], show: () => <Teams /> },
];

/** The page: who is signed in, and the view that the address names. */
export function App(): JSX.Element {
  const [person, setPerson] = useState<Person | null>();
  const [error, setError] = useState<AskError>();
  const load = useCallback(async () => {
    try {
      setPerson((await isSignedIn()) ? (await ask(WhoamiDocument, {})).whoami : null);
      setError(undefined);
    } catch (thrown) {
      const failed = toAskError(thrown);
      if (failed.code === "UNAUTHENTICATED") setPerson(null);
      else setError(failed);
    }
  }, []);
  useEffect(() => void load(), [load]);
  useEffect(() => onSignedOut(() => setPerson(null)), []);
  if (error !== undefined || person === undefined)
    return (
      <main class="alone">
        <Awaited data={person} error={error} />
      </main>
    );
  if (person === null) return <SignIn onSignedIn={load} />;
  return (
    <Signed key={`${person.team.id} ${person.name}`} person={person} onLeft={() => setPerson(null)} onChanged={load} />
  );
}

function Signed({
  person,
  onLeft,
  onChanged,
}: {
  person: Person;
  onLeft: () => void;
  onChanged: () => Promise<void>;
}): JSX.Element {
  const [asked, setAsked] = useState<{ done: (isSignedIn: boolean) => void }>();
  const [isSwitching, setSwitching] = useState(false);
  const signed = useMemo(
    () => ({
      person,
      recently: async <T,>(work: () => Promise<T>): Promise<T> => {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof AskError) || error.code !== "SIGN_IN_AGAIN") throw error;
          if (!(await new Promise<boolean>((done) => setAsked({ done })))) throw error;
          return work();
        }
      },
    }),
    [person],
  );
  const answer = (isSignedIn: boolean): void => {
    asked?.done(isSignedIn);
    setAsked(undefined);
  };
  const leave = (): void => void signOut().then(onLeft, onLeft);
  return (
    <SignedContext.Provider value={signed}>
      <SecretsProvider>
        <div class="frame">
          <a class="skip" href="#main">
            Skip to the content
          </a>
          <Navigation person={person} onSwitch={() => setSwitching(true)} onLeave={leave} />
          <main id="main" tabIndex={-1}>
            <CurrentView person={person} />
          </main>
        </div>
      </SecretsProvider>
      {isSwitching && <SwitchTeam person={person} onClose={() => setSwitching(false)} onChanged={onChanged} />}
      {asked !== undefined && (
        <Dialog title="Sign in again" onClose={() => answer(false)}>
          <SignInForm
            action="Sign in"
            note="You signed in more than five minutes ago. Who makes credentials signs in again."
            isAgain
            onSend={async (token) => {
              await signIn(token);
              await onChanged();
              answer(true);
            }}
          />
        </Dialog>
      )}
    </SignedContext.Provider>
  );
}

/** Shows as whom somebody is signed in, and changes to another of their teams: this team's session ends. */
function SwitchTeam({
  person,
  onClose,
  onChanged,
}: {
  person: Person;
  onClose: () => void;
  onChanged: () => Promise<void>;
}): JSX.Element {
  return (
    <Dialog title="Switch team" onClose={onClose}>
      <div class="dialog-body">
        <p>
          In the team <Written text={person.team.name} class="strong" /> you are{" "}
          <Written text={person.name} class="strong" />:
        </p>
        <Grants grants={person.grants} />
      </div>
      <SignInForm
        action="Switch"
        note="A token is of one team; your company's account may be of several, and asks which. You leave the one that you are in."
        returnTo="/"
        onSend={async (token) => {
          await signIn(token);
          go("/");
          onClose();
          await onChanged();
        }}
      />
    </Dialog>
  );
}

function Navigation({
  person,
  onSwitch,
  onLeave,
}: {
  person: Person;
  onSwitch: () => void;
  onLeave: () => void;
}): JSX.Element {
  const { path } = usePlace();
  return (
    <header class="side">
      <p class="brand">Keyfold</p>
      <nav aria-label="Views">
        {views
          .filter(({ roles }) => hasRole(person, ...roles))
          .map(({ address, title }) => (
            <a key={address} href={address} aria-current={isAt(path, address) ? "page" : undefined}>
              {title}
            </a>
          ))}
      </nav>
      <div class="who">
        <p>
          <Written text={person.name} class="who-name" />
          <span class="quiet">
            team <Written text={person.team.name} />
          </span>
        </p>
        <div class="who-actions">
          <button type="button" class="bare" onClick={onSwitch}>
            Switch team
          </button>
          <button type="button" class="bare" onClick={onLeave}>
            Sign out
          </button>
        </div>
      </div>
    </header>
  );
}

function CurrentView({ person }: { person: Person }): JSX.Element {
  const { path } = usePlace();
  const view = views.find(({ address }) => isAt(path, address));
  if (view === undefined) return <Empty title="There is nothing at this address." />;
  if (!hasRole(person, ...view.roles)) {
    return (
      <Empty title={`Your grants don't show ${view.title.toLowerCase()}.`}>
        An admin of your team can change that.
      </Empty>
    );
  }
  return view.show();
}

function isAt(path: string, address: string): boolean {
  return path === address || path.startsWith(`${address}/`) || (path === "/" && address === "/secrets");
}

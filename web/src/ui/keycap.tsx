// A key as it is printed, taken from the registry so that a hint can never be wrong.
import { keyTable, type KeyId } from '../keys/registry';

export function Keycap({ children }: { children: string }) {
  return <kbd className="keycap">{children}</kbd>;
}

export function KeyHint({ of }: { of: KeyId }) {
  const entry = keyTable.find(({ id }) => id === of);
  return (
    <span className="keyhint">
      {entry?.print.map((key) => (
        <Keycap key={key}>{key}</Keycap>
      ))}
    </span>
  );
}

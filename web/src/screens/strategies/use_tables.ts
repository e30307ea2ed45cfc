// The tables of a version while somebody edits them: every step can be undone, the server says at once
// what looks wrong, and leaving the screen loses nothing.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { TableEdit, TableFinding, TableSet } from '../../api/types';
import type { Id } from '../../domain/brand';
import { begin, record, redo, undo, type History } from './edits';
import { draftTable, tableEdit, type DraftRule, type DraftTable } from './table_types';

type Tables = readonly DraftTable[];

interface Kept {
  base: Tables;
  history: History<Tables>;
}

/** What was not stored yet, by version, while the page is open. */
const kept = new Map<Id, Kept>();
const checkAfterMilliseconds = 350;

/** What the server says of a rule. */
export interface RuleView {
  reading: { es: string; en: string };
  hits: number | null;
}

interface Checked {
  set: TableSet;
  /** What it is about, so that its rule numbers still point to the right rule after the next edit. */
  tables: Tables;
}

export interface Editing {
  base: Tables;
  tables: Tables;
  /** Tables that say something else than the version. */
  edits: TableEdit[];
  viewOf: (rule: DraftRule) => RuleView | undefined;
  findings: readonly PlacedFinding[];
  hitsCases: number;
  isChecking: boolean;
  checkError: unknown;
  canUndo: boolean;
  canRedo: boolean;
  change: (next: Tables) => void;
  undo: () => void;
  redo: () => void;
  /** Back to what is stored. */
  discard: () => void;
}

export interface PlacedFinding extends TableFinding {
  /** The rule that it points to, or null. */
  ruleKey: string | null;
}

/** Findings and trials may be about a file that holds no table. */
interface Place {
  file: string;
  decision: string;
}

export function isSameTable(first: Place, second: Place): boolean {
  return first.file === second.file && first.decision === second.decision;
}

function placed(finding: TableFinding, tables: Tables): PlacedFinding {
  const table = tables.find((each) => isSameTable(each, finding));
  return { ...finding, ruleKey: finding.rule === null ? null : (table?.rules[finding.rule - 1]?.key ?? null) };
}

/** By the rule itself: an edited rule is another one until it was checked. */
function viewsOf({ set, tables }: Checked): Map<DraftRule, RuleView> {
  const views = new Map<DraftRule, RuleView>();
  for (const table of tables)
    set.tables.find((each) => isSameTable(each, table))?.rules.forEach(({ reading, hits }, at) => {
      const rule = table.rules[at];
      if (rule) views.set(rule, { reading, hits });
    });
  return views;
}

function useCheck(set: TableSet, base: Tables, tables: Tables, edits: TableEdit[]) {
  const { i18n } = useTranslation();
  const { id } = set.strategy;
  const [checked, setChecked] = useState<Checked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stored = useMemo<Checked>(() => ({ set, tables: base }), [set, base]);
  useEffect(() => {
    if (edits.length === 0) return setError(null);
    const controller = new AbortController();
    const ask = async () => {
      try {
        const answer = await take(client.POST('/v1/strategies/{id}/tables/check', { params: { path: { id } }, body: { tables: edits }, signal: controller.signal }));
        setChecked({ set: answer, tables });
        setError(null);
      } catch (failure) {
        if (!controller.signal.aborted) setError(failure);
      }
    };
    const timer = setTimeout(() => void ask(), checkAfterMilliseconds);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, tables, edits, i18n.language]);
  const current = edits.length === 0 || checked === null ? stored : checked;
  return { current, error, isChecking: error === null && current.tables !== tables };
}

export function useTables(set: TableSet): Editing {
  const { id } = set.strategy;
  const [{ base, history }, setKept] = useState<Kept>(() => {
    const before = kept.get(id);
    if (before) return before;
    const tables = set.tables.map(draftTable);
    return { base: tables, history: begin<Tables>(tables) };
  });
  const tables = history.present;
  const edits = useMemo(() => tables.filter((table, at) => table !== base[at]).map(tableEdit), [tables, base]);
  const { current, error, isChecking } = useCheck(set, base, tables, edits);
  const seen = useRef(new Map<DraftRule, RuleView>());
  const views = useMemo(() => {
    // What was said of a rule before holds while the rule stays as it is.
    seen.current = new Map([...seen.current, ...viewsOf(current)]);
    return seen.current;
  }, [current]);
  const findings = useMemo(() => current.set.findings.map((finding) => placed(finding, current.tables)), [current]);

  const step = useCallback(
    (move: (before: History<Tables>) => History<Tables>) =>
      setKept((before) => {
        const after = { ...before, history: move(before.history) };
        if (after.history.present === after.base) kept.delete(id);
        else kept.set(id, after);
        return after;
      }),
    [id],
  );
  useEffect(() => {
    if (edits.length === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [edits]);

  return {
    base,
    tables,
    edits,
    viewOf: (rule) => views.get(rule),
    findings,
    hitsCases: set.hits_cases,
    isChecking,
    checkError: error,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (next) => step((before) => record(before, next)),
    undo: () => step(undo),
    redo: () => step(redo),
    discard: () => step((before) => record(before, base)),
  };
}

/** Stored: nothing is left to keep of a version. */
export function forgetEdits(id: Id): void {
  kept.delete(id);
}

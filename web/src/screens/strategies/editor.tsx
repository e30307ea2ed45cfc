// The tables of a version: the rules as a grid, and beside it what the chosen rule says, what looks
// wrong, a trial with an account and a simulation.  What is stored is a new version.
import { Button, Menu, SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { client, take } from '../../api/client';
import { tablesQuery } from '../../api/queries';
import type { TableSet, Trial } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, WithReason } from '../../ui/states';
import { addRule, copyRule, deleteRule, moveRule, setAnnotation, setCell } from './edits';
import { mayMoveColumn, moveColumn } from './column_edits';
import { ColumnTools } from './column_tools';
import styles from './editor.module.css';
import { columnOf, FindingsPanel, marksOf } from './findings';
import { Grid, type Lit } from './grid';
import { RulePanel } from './rule_panel';
import { SaveDialog } from './save_dialog';
import { csvFromFile, saveCsv, saveXlsx } from './sheet';
import { SimulatePanel, useSimulation, type Namer } from './simulate_panel';
import { StateTag } from './state';
import { columnsOf, draftTable, type DraftTable, type Place } from './table_types';
import { TryPanel } from './try_panel';
import { forgetEdits, isSameTable, useTables, type Editing, type PlacedFinding } from './use_tables';
import { useNamer } from './use_namer';
import { useResultName } from './use_words';

const panels = ['rule', 'findings', 'trial', 'simulation'] as const;
type Panel = (typeof panels)[number];

/** The rule that a trial lit in this table, and where the others said no. */
function litOf(trial: Trial | null, table: DraftTable): Lit | null {
  const verdict = trial?.decisions.find((each) => isSameTable(each, table));
  if (!verdict) return null;
  const refused = new Map<string, number>();
  for (const { rule, column } of verdict.others) {
    const key = table.rules[rule - 1]?.key;
    if (key !== undefined && column !== null) refused.set(key, column - 1);
  }
  return { ruleKey: table.rules[verdict.rule - 1]?.key ?? null, refused };
}

/** Reads a sheet and puts the table that it says in place, as one step that can be undone. */
function useImport(set: TableSet, editing: Editing, table: DraftTable) {
  const [error, setError] = useState<unknown>(null);
  const read = async (file: File) => {
    setError(null);
    try {
      const body = { file: table.file, decision: table.decision, csv: await csvFromFile(file), tables: editing.edits };
      const answer = await take(client.POST('/v1/strategies/{id}/csv', { params: { path: { id: set.strategy.id } }, body }));
      const next = answer.tables.find((each) => isSameTable(each, table));
      if (next) editing.change(editing.tables.map((each) => (isSameTable(each, table) ? draftTable(next) : each)));
    } catch (failure) {
      setError(failure);
    }
  };
  return { error, read };
}

interface ToolsProps {
  table: DraftTable;
  name: string;
  editing: Editing;
  offReason: string | null;
  onRead: (file: File) => void;
  onSave: () => void;
}

function Tools({ table, name, editing, offReason, onRead, onSave }: ToolsProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const off = offReason !== null;
  return (
    <div className={styles.buttons}>
      <Button disabled={!editing.canUndo} onClick={editing.undo} size="xs" variant="default">
        {t('table.undo')}
      </Button>
      <Button disabled={!editing.canRedo} onClick={editing.redo} size="xs" variant="default">
        {t('table.redo')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default">
            {t('table.sheet')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => saveCsv(name, table)}>{t('table.to_csv')}</Menu.Item>
          <Menu.Item onClick={() => void saveXlsx(name, table)}>{t('table.to_xlsx')}</Menu.Item>
          <Menu.Item disabled={off} onClick={() => input.current?.click()}>
            {t('table.from_sheet')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        accept=".csv,.xlsx"
        aria-label={t('table.from_sheet')}
        data-testid="sheet"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) onRead(file);
        }}
        ref={input}
        type="file"
      />
      <WithReason reason={offReason}>
        <Button disabled={off || editing.edits.length === 0} onClick={onSave} rightSection={<KeyHint of="saveTable" />} size="xs">
          {t('table.save')}
        </Button>
      </WithReason>
    </div>
  );
}

interface RuleToolsProps {
  act: Record<'add' | 'copy' | 'up' | 'down' | 'remove', () => void>;
  offReason: string | null;
}

function RuleTools({ act, offReason }: RuleToolsProps) {
  const { t } = useTranslation();
  const keys = { add: 'addRule', copy: 'copyRule', up: 'ruleUp', down: 'ruleDown', remove: 'removeRule' } as const;
  return (
    <div aria-label={t('table.rule_tools')} className={styles.buttons} role="group">
      {(Object.keys(keys) as (keyof typeof keys)[]).map((name) => (
        <Button disabled={offReason !== null} key={name} onClick={act[name]} rightSection={<KeyHint of={keys[name]} />} size="compact-xs" variant="default">
          {t(`table.${name}`)}
        </Button>
      ))}
    </div>
  );
}

function StatusLine({ editing, table }: { editing: Editing; table: DraftTable }) {
  const { t } = useTranslation();
  const of = (weight: PlacedFinding['weight']) => editing.findings.filter((finding) => finding.weight === weight).length;
  return (
    <p className={styles.status} role="status">
      <span>{t('table.rules', { count: table.rules.length })}</span>
      <span>{t(`hit_policy.${table.hit_policy.replace(' ', '_') as 'FIRST'}`)}</span>
      <span>{editing.isChecking ? t('table.checking') : t('table.found', { errors: of('error'), warnings: of('warning') })}</span>
      <span>{t(editing.edits.length === 0 ? 'table.stored' : 'table.not_stored')}</span>
    </p>
  );
}

function Editor({ set }: { set: TableSet }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const whyNot = useWhyNot();
  const resultName = useResultName();
  const editing = useTables(set);
  const [shown, setShown] = useState(() => String(Math.max(0, set.tables.findIndex(({ decision }) => decision === 'treatment'))));
  const [places, setPlaces] = useState<Record<string, Place>>({});
  const [panel, setPanel] = useState<Panel>('rule');
  const [isSaving, setIsSaving] = useState(false);
  const [trial, setTrial] = useState<{ answer: Trial; tables: Editing['tables'] } | null>(null);
  const simulation = useSimulation(set.strategy.id);
  const { tables } = editing;
  const table = tables[Number(shown)];
  const offReason = whyNot('strategy.edit') ?? (set.is_base ? null : t('table.not_newest'));
  const namer: Namer = useNamer(set.tables);
  const marks = useMemo(() => (table ? marksOf(editing.findings, table) : null), [editing.findings, table]);
  const answer = trial !== null && trial.tables === tables ? trial.answer : null; // an edit may light another rule
  const lit = useMemo(() => (table ? litOf(answer, table) : null), [answer, table]);
  const sheet = useImport(set, editing, table as DraftTable);

  const active = places[shown] ?? { rule: 0, column: 0 };
  const activate = (place: Place, of = shown) => setPlaces((before) => ({ ...before, [of]: place }));
  const edit = (change: (before: DraftTable) => DraftTable, rule = active.rule) => {
    if (offReason !== null || !table) return;
    const next = change(table);
    if (next === table) return;
    editing.change(tables.map((each) => (each === table ? next : each)));
    activate({ rule: Math.max(0, Math.min(next.rules.length - 1, rule)), column: active.column });
  };
  const at = active.rule;
  const act = {
    add: () => edit((before) => addRule(before, at), at + 1),
    copy: () => edit((before) => copyRule(before, at), at + 1),
    up: () => edit((before) => moveRule(before, at, at - 1), at - 1),
    down: () => edit((before) => moveRule(before, at, at + 1), at + 1),
    remove: () => edit((before) => deleteRule(before, at), at),
  };
  const move = (by: -1 | 1) => {
    const column = table && columnsOf(table)[active.column];
    if (!table || !column || offReason !== null || !mayMoveColumn(table, column, by)) return;
    edit((before) => moveColumn(before, column, by));
    activate({ rule: at, column: active.column + by });
  };
  const open = (finding: PlacedFinding) => {
    const where = tables.findIndex((each) => isSameTable(each, finding));
    const target = tables[where];
    if (!target) return;
    setShown(String(where));
    const rule = finding.ruleKey === null ? -1 : target.rules.findIndex(({ key }) => key === finding.ruleKey);
    if (rule >= 0) activate({ rule, column: columnOf(finding, target) ?? 0 }, String(where));
  };
  const save = () => offReason === null && editing.edits.length > 0 && setIsSaving(true);
  useKeys({
    undoEdit: editing.undo,
    redoEdit: editing.redo,
    saveTable: save,
    addRule: act.add,
    copyRule: act.copy,
    ruleUp: act.up,
    ruleDown: act.down,
    removeRule: act.remove,
    columnLeft: () => move(-1),
    columnRight: () => move(1),
    back: () => navigate(`/estrategias/${set.strategy.id}`),
  });

  // A file may hold more than one table.
  const tabLabel = ({ file, decision }: DraftTable) =>
    tables.filter((each) => each.file === file).length === 1 || decision === file ? t(`table_file.${file}`) : `${t(`table_file.${file}`)}: ${resultName(decision)}`;

  if (!table || !marks) return <Empty title={t('table.none')} />;
  const rule = table.rules[at];
  const name = `${set.strategy.name}-${set.strategy.version}-${table.decision}`;
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <h1>
          <Link href={`/estrategias/${set.strategy.id}`}>{t('strategy.version', { name: set.strategy.name, version: set.strategy.version })}</Link>
        </h1>
        <StateTag state={set.strategy.state} />
        <SegmentedControl
          aria-label={t('table.which')}
          data={tables.map((each, index) => ({ value: String(index), label: tabLabel(each) }))}
          onChange={setShown}
          size="xs"
          value={shown}
        />
        <div className={styles.gap} />
        <Tools editing={editing} name={name} offReason={offReason} onRead={(file) => void sheet.read(file)} onSave={save} table={table} />
      </div>
      <div className={styles.body}>
        <div className={styles.left}>
          <div>
            <StatusLine editing={editing} table={table} />
            {Boolean(sheet.error) && <Failure error={sheet.error} title={t('table.sheet_failed')} />}
            {Boolean(editing.checkError) && <Failure error={editing.checkError} title={t('table.check_failed')} />}
          </div>
          <Grid
            active={active}
            hitsOf={(each) => editing.viewOf(each)?.hits}
            key={shown}
            lit={lit}
            marks={marks}
            offReason={offReason}
            onActivate={activate}
            onEdit={(place, text) => edit((before) => setCell(before, place, text))}
            table={table}
          />
          <div className={styles.tools}>
            <RuleTools act={act} offReason={offReason} />
            <ColumnTools
              column={columnsOf(table)[active.column]}
              offReason={offReason}
              onEdit={(change, column) => {
                edit(change);
                activate({ rule: at, column });
              }}
              onMove={move}
              table={table}
            />
          </div>
        </div>
        <aside aria-label={t('table.beside')} className={styles.side}>
          <SegmentedControl
            aria-label={t('table.beside')}
            data={panels.map((value) => ({ value, label: t(`table_panel.${value}`) }))}
            fullWidth
            onChange={(value) => setPanel(value as Panel)}
            size="xs"
            value={panel}
          />
          <div className={styles.panel} data-scroll tabIndex={0}>
            {panel === 'rule' && rule && (
              <RulePanel
                column={columnsOf(table)[active.column]}
                findings={editing.findings.filter(({ ruleKey }) => ruleKey === rule.key)}
                hitsCases={editing.hitsCases}
                number={at + 1}
                offReason={offReason}
                onAnnotate={(language, text) => edit((before) => setAnnotation(before, at, language, text))}
                onOpen={open}
                rule={rule}
                view={editing.viewOf(rule)}
              />
            )}
            {panel === 'rule' && !rule && <Empty title={t('table.no_rules')} />}
            {panel === 'findings' && <FindingsPanel findings={editing.findings} onOpen={open} />}
            {panel === 'trial' && (
              <TryPanel
                decision={table.decision}
                edits={editing.edits}
                id={set.strategy.id}
                name={namer}
                onRule={(wanted, column) => activate({ rule: wanted - 1, column: (column ?? 1) - 1 })}
                onTrial={(next) => {
                  setTrial({ answer: next, tables });
                  const fired = next.decisions.find((each) => isSameTable(each, table))?.rule ?? 0;
                  if (fired > 0) activate({ rule: fired - 1, column: active.column });
                }}
                trial={answer}
              />
            )}
            {panel === 'simulation' && <SimulatePanel edits={editing.edits} name={namer} simulation={simulation} />}
          </div>
        </aside>
      </div>
      {isSaving && (
        <SaveDialog
          editing={editing}
          onClose={() => setIsSaving(false)}
          onSaved={(saved) => {
            forgetEdits(set.strategy.id);
            cache.setQueryData(tablesQuery(saved.strategy.id).queryKey, saved);
            void cache.invalidateQueries({ queryKey: ['strategies', 'list'] });
            void cache.invalidateQueries({ queryKey: ['strategies', 'version'] });
            navigate(`/estrategias/${saved.strategy.id}/tablas`, { replace: true });
          }}
          set={set}
        />
      )}
    </div>
  );
}

function EditorBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const query = useQuery(tablesQuery(id));
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('table.failed')} />;
  return <Editor set={query.data} />;
}

export default function EditorScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('strategy.read');
  useTitle(t('nav.strategies'));
  return offReason === null ? <EditorBody id={id} /> : <Empty title={offReason} />;
}

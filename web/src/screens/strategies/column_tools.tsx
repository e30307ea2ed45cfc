// What may be done to the columns: put a condition or a result beside the chosen one, change it, take it out.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../ui/keycap';
import { WithReason } from '../../ui/states';
import { ColumnDialog } from './column_dialog';
import { addColumn, mayMoveColumn, mayRemoveColumn, removeColumn, setColumn, type ColumnWish } from './column_edits';
import styles from './editor.module.css';
import { columnsOf, type ColumnView, type DraftTable, type Side } from './table_types';

interface Props {
  table: DraftTable;
  column: ColumnView | undefined;
  offReason: string | null;
  /** The table and the column that is chosen then. */
  onEdit: (change: (table: DraftTable) => DraftTable, column: number) => void;
  /** The chosen one, one place to the left or to the right. */
  onMove: (by: -1 | 1) => void;
}

interface Open {
  side: Side;
  column: ColumnView | null;
}

export function ColumnTools({ table, column, offReason, onEdit, onMove }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const off = offReason !== null;
  const lastReason = column && !mayRemoveColumn(table, column) ? t('column.last') : null;
  const placeOf = (of: ColumnView) => columnsOf(table).findIndex(({ side, index }) => side === of.side && index === of.index);
  const keep = (wish: ColumnWish) => {
    if (open === null) return;
    const { side, column: old } = open;
    setOpen(null);
    if (old !== null) return onEdit((before) => setColumn(before, old, wish), placeOf(old));
    const count = side === 'input' ? table.inputs.length : table.outputs.length;
    const at = column?.side === side ? column.index + 1 : count;
    onEdit((before) => addColumn(before, side, at, wish), side === 'input' ? at : table.inputs.length + at);
  };
  const button = (label: string, onClick: () => void, isOff = off) => (
    <Button disabled={isOff} onClick={onClick} size="compact-xs" variant="default">
      {label}
    </Button>
  );
  const mover = (by: -1 | 1) =>
    column && (
      <Button
        disabled={off || !mayMoveColumn(table, column, by)}
        onClick={() => onMove(by)}
        rightSection={<KeyHint of={by < 0 ? 'columnLeft' : 'columnRight'} />}
        size="compact-xs"
        variant="default"
      >
        {t(by < 0 ? 'column.left' : 'column.right')}
      </Button>
    );
  return (
    <div aria-label={t('column.tools')} className={styles.buttons} role="group">
      {button(t('column.add_input'), () => setOpen({ side: 'input', column: null }))}
      {button(t('column.add_output'), () => setOpen({ side: 'output', column: null }))}
      {column && button(t('column.change'), () => setOpen({ side: column.side, column }))}
      {mover(-1)}
      {mover(1)}
      {column && (
        <WithReason reason={lastReason}>
          {button(t('column.remove'), () => onEdit((before) => removeColumn(before, column), Math.max(0, placeOf(column) - 1)), off || lastReason !== null)}
        </WithReason>
      )}
      {open !== null && <ColumnDialog column={open.column} onClose={() => setOpen(null)} onKeep={keep} side={open.side} table={table} />}
    </div>
  );
}

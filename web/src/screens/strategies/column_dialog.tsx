// A column that is put in or changed: what it reads, out of the facts with what each means, or the name
// of a result; its type, the values that it may have.  The server says whether the table still holds.
import { Autocomplete, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factsQuery } from '../../api/queries';
import type { Fact } from '../../api/types';
import { FormDialog } from '../../ui/form_dialog';
import { allowedOf, columnTypes, literalOf, wishOfFact, type ColumnWish } from './column_edits';
import styles from './editor.module.css';
import { columnsOf, type ColumnView, type DraftTable, type Side } from './table_types';
import { factName, useLanguage } from './use_words';

interface Props {
  table: DraftTable;
  side: Side;
  /** The one that is changed; null: a new one. */
  column: ColumnView | null;
  onClose: () => void;
  onKeep: (wish: ColumnWish) => void;
}

function wishOf(table: DraftTable, side: Side, column: ColumnView | null): ColumnWish {
  if (column === null) return { name: '', label: '', type: side === 'input' ? 'number' : 'string', allowed: '', default: null, about: null, called: null, values: [] };
  const { name, type, about, called, values, index } = column;
  const { label, allowed } = (side === 'input' ? table.inputs : table.outputs)[index] ?? { label: '', allowed: '' };
  return { name, label, type, allowed, about, called, values, default: side === 'output' ? (table.outputs[index]?.default ?? null) : null };
}

/** What tables may ask, with the sentence that documents it. */
function FactField({ value, error, facts, onChange }: { value: string; error: string | null; facts: readonly Fact[]; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const labelOf = (name: string) => factName(facts, name, language);
  const aboutOf = (name: string) => facts.find((fact) => fact.name === name)?.about?.[language] ?? null;
  return (
    <Autocomplete
      comboboxProps={{ transitionProps: { duration: 0 } }}
      data={facts.map(({ name }) => name)}
      data-autofocus
      description={aboutOf(value) ?? t('column.reads_text')}
      error={error}
      filter={({ options, search }) => {
        const wanted = search.toLocaleLowerCase();
        return options.filter((option) => 'value' in option && `${option.value} ${labelOf(option.value)} ${aboutOf(option.value) ?? ''}`.toLocaleLowerCase().includes(wanted));
      }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      label={t('column.reads')}
      limit={60}
      maxDropdownHeight={260}
      onChange={onChange}
      renderOption={({ option }) => (
        <span className={styles.fact}>
          <span>{labelOf(option.value)}</span>
          <span>{aboutOf(option.value) ?? t('column.imported')}</span>
          <span className="muted">{option.value}</span>
        </span>
      )}
      value={value}
    />
  );
}

/** Why the table cannot have it, or null. */
function useNameWrong(table: DraftTable, side: Side, column: ColumnView | null): (name: string) => string | null {
  const { t } = useTranslation();
  return (name) => {
    if (name === '') return t(side === 'input' ? 'column.choose' : 'column.type_name');
    const twin = columnsOf(table).find((each) => each.side === side && each.name === name);
    return twin !== undefined && twin.index !== column?.index ? t('column.twice') : null;
  };
}

export function ColumnDialog({ table, side, column, onClose, onKeep }: Props) {
  const { t } = useTranslation();
  const facts = useQuery(factsQuery).data ?? [];
  const [wish, setWish] = useState(() => wishOf(table, side, column));
  const [isChecked, setIsChecked] = useState(false);
  const wrongName = useNameWrong(table, side, column);
  const change = (part: Partial<ColumnWish>) => setWish((old) => ({ ...old, ...part }));
  const name = wish.name.trim();
  const nameError = isChecked ? wrongName(name) : null;
  const title = t(column === null ? `column.add_${side}` : 'column.change');
  const submit = () => {
    setIsChecked(true);
    if (wrongName(name) !== null) return;
    const otherwise = literalOf(wish.default ?? '', wish.type);
    onKeep({ ...wish, name, label: wish.label.trim(), allowed: allowedOf(wish.allowed, wish.type), default: otherwise === '' ? null : otherwise });
  };
  const read = (text: string) => {
    const fact = facts.find((each) => each.name === text);
    change(fact ? wishOfFact(fact) : { name: text, about: null, called: null, values: [] });
  };
  return (
    <FormDialog error={null} fields={['/name']} isBusy={false} onClose={onClose} onSubmit={submit} submitLabel={title} title={title}>
      {side === 'input' ? (
        <FactField error={nameError} facts={facts} onChange={read} value={wish.name} />
      ) : (
        <TextInput
          data-autofocus
          description={t('column.name_text')}
          error={nameError}
          label={t('column.name')}
          maxLength={60}
          onChange={(event) => change({ name: event.currentTarget.value })}
          value={wish.name}
        />
      )}
      <TextInput
        description={t('column.label_text')}
        label={t('column.label')}
        maxLength={80}
        onChange={(event) => change({ label: event.currentTarget.value })}
        value={wish.label}
      />
      <NativeSelect
        data={columnTypes.map((value) => ({ value, label: t(`column_type.${value}`) }))}
        label={t('column.type')}
        onChange={(event) => change({ type: event.currentTarget.value })}
        value={wish.type}
      />
      <TextInput
        description={t('column.allowed_text')}
        label={t('column.allowed')}
        onChange={(event) => change({ allowed: event.currentTarget.value })}
        value={wish.allowed}
      />
      {side === 'output' && (
        <TextInput
          description={t('column.default_text')}
          label={t('column.default')}
          onChange={(event) => change({ default: event.currentTarget.value })}
          value={wish.default ?? ''}
        />
      )}
    </FormDialog>
  );
}

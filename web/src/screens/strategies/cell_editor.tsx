// One cell while it is typed.  A column with a list offers it: several may be chosen for a condition, one
// for a result.  Enter keeps, Tab keeps and goes on, Esc leaves the cell as it was.
import { Combobox, useCombobox } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from '../../ui/icons';
import { asCell, hasChoice, splitTests, toggleChoice } from './cell_text';
import styles from './editor.module.css';
import type { ColumnView } from './table_types';
import { useLanguage, useWords } from './use_words';

/** Where the cursor goes after the cell. */
export type Then = 'stay' | 'next' | 'previous';

interface Props {
  column: ColumnView;
  label: string;
  /** What the cell says, or what was typed first. */
  text: string;
  isTyped: boolean;
  onKeep: (text: string, then: Then) => void;
  onLeave: () => void;
}

function useOptions(column: ColumnView, search: string) {
  const { t } = useTranslation();
  const language = useLanguage();
  const truths = ['true', 'false'].map((value) => ({ value, label: { es: t(value === 'true' ? 'cell.yes' : 'cell.no'), en: t(value === 'true' ? 'cell.yes' : 'cell.no') } }));
  const values = column.values.length === 0 && column.type === 'boolean' ? truths : column.values;
  const wanted = search.toLocaleLowerCase();
  return values
    .map(({ value, label }) => ({ value, label: label[language] || value }))
    .filter(({ value, label }) => `${label} ${value}`.toLocaleLowerCase().includes(wanted));
}

export function CellEditor({ column, label, text: initial, isTyped: wasTyped, onKeep, onLeave }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const [isTyped, setIsTyped] = useState(wasTyped);
  const isOver = useRef(false);
  const search = isTyped ? (splitTests(text).at(-1) ?? '').replaceAll('"', '') : '';
  const options = useOptions(column, search);
  const combobox = useCombobox();
  const { openDropdown } = combobox;
  const hasOptions = options.length > 0;
  useEffect(() => {
    input.current?.focus();
    if (!wasTyped) input.current?.select();
  }, [wasTyped]);
  useEffect(() => {
    if (hasOptions) openDropdown(); // after the list has its name, which the field points to
  }, [hasOptions, openDropdown]);

  const finish = (value: string, then: Then) => {
    if (isOver.current) return;
    isOver.current = true;
    onKeep(asCell(value, column, words), then);
  };
  const choose = (value: string) => {
    if (column.side === 'output') return finish(value, 'stay');
    // What was typed to find it is not a part of the cell.
    const rest = isTyped ? splitTests(text).slice(0, -1).join(', ') : text;
    setText(toggleChoice(rest === '' ? '-' : rest, value, 'input'));
    setIsTyped(false);
    combobox.resetSelectedOption();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation(); // the grid must not hear it too
    if (event.key === 'Escape') {
      event.preventDefault();
      isOver.current = true;
      onLeave();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      finish(text, event.shiftKey ? 'previous' : 'next');
    } else if (event.key === 'Enter' && (!combobox.dropdownOpened || combobox.getSelectedOptionIndex() === -1)) {
      event.preventDefault();
      finish(text, 'stay');
    }
  };
  return (
    <Combobox onOptionSubmit={choose} position="bottom-start" store={combobox} width={280}>
      <Combobox.Target withExpandedAttribute>
        <input
          aria-autocomplete="list"
          aria-label={label}
          className={styles.cellInput}
          onBlur={() => finish(text, 'stay')}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setIsTyped(true);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onKeyDown={onKeyDown}
          ref={input}
          role="combobox"
          spellCheck={false}
          value={text}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!hasOptions} onMouseDown={(event) => event.preventDefault()}>
        <Combobox.Options aria-label={label} className={styles.options} tabIndex={0}>
          {options.map(({ value, label: name }) => (
            <Combobox.Option active={hasChoice(text, value)} key={value} value={value}>
              <span className={styles.option}>
                {hasChoice(text, value) ? <CheckIcon /> : <span className={styles.noIcon} />} {name}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
        <Combobox.Footer>{t(column.side === 'input' ? 'cell.pick_list' : 'cell.pick_single')}</Combobox.Footer>
      </Combobox.Dropdown>
    </Combobox>
  );
}

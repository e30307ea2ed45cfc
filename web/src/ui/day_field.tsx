// A day to choose.  The browser draws the field in its own way, often with the month first; the day
// that it holds stands below in ours.
import { TextInput, type TextInputProps } from '@mantine/core';
import { dayOrNull, type Day } from '../domain/brand';
import { useFormat } from '../format/format';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'description'> {
  value: Day | null;
  onChange: (day: Day | null) => void;
}

export function DayField({ value, onChange, ...rest }: Props) {
  const format = useFormat();
  return (
    <TextInput
      {...rest}
      description={value === null ? undefined : `${format.weekday(value)} ${format.day(value)}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => onChange(dayOrNull(event.currentTarget.value))}
      type="date"
      value={value ?? ''}
    />
  );
}

// Mantine with the product's own tokens (styles.css): its greys and its default indigo are too
// pale to read.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eef1fd', '#dde3fa', '#bcc8f6', '#a3b3f4', '#8da2fb', '#6f87ee', '#4f6ce3', '#3b5bdb', '#304cc0', '#27409f',
];

/** Mantine draws its dark controls with these; its own are grey, ours belong to the dark page. */
const dark: MantineColorsTuple = [
  '#e8ebf5', '#a3abc2', '#8d95b0', '#6d7696', '#4a5375', '#2d3452', '#20263f', '#1a1f36', '#12162a', '#0d1020',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  defaultRadius: 6,
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 90 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 90 } } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});

const shared = {
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-body': 'var(--card)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--primary)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--control)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });

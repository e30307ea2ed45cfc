// The places of money that does not come by itself, each for who may work there.
export const paymentPlaces = [
  { path: '/pagos', permission: 'payment.match', label: 'bank.title' },
  { path: '/pagos/planilla', permission: 'payroll.manage', label: 'payroll.title' },
  { path: '/pagos/cobros', permission: 'debit.manage', label: 'debit.title' },
] as const;

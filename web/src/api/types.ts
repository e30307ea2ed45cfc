// Short names for the shapes of the interface.
import type { components } from '../api';

type Schemas = components['schemas'];

export type Problem = Schemas['Problem'];
export type Session = Schemas['Session'];
export type QueueItem = Schemas['QueueItem'];
export type QueuePage = Schemas['QueuePage'];
export type CaseSummary = Schemas['CaseSummary'];
export type Workspace = Schemas['Workspace'];
export type GateVerdict = Schemas['GateVerdict'];
export type ContactPoint = Schemas['ContactPoint'];
export type Disposition = Schemas['Disposition'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type TimelineKind = Schemas['TimelineKind'];
export type Obligation = Schemas['Obligation'];
export type PaymentPromise = Schemas['Promise'];
export type Payment = Schemas['Payment'];
export type ActionOrder = Schemas['ActionOrder'];
export type PaymentOrder = Schemas['PaymentOrder'];
export type DisputeOrder = Schemas['DisputeOrder'];
export type OutboxMessage = Schemas['OutboxMessage'];
export type ActionReceipt = Schemas['ActionReceipt'];
export type PermitAnswer = Schemas['PermitAnswer'];
export type Permit = NonNullable<PermitAnswer['permit']>;
export type ConsentLedger = Schemas['ConsentLedger'];
export type ConsentRow = Schemas['ConsentRow'];
export type ConsentOrder = Schemas['ConsentOrder'];
export type PreferenceOrder = Schemas['PreferenceOrder'];
export type Shield = Schemas['Shield'];
export type IdentityAnswers = Schemas['IdentityAnswers'];
export type Channel = Schemas['Channel'];
export type PayChannel = Schemas['PayChannel'];
export type Report = Schemas['Report'];
export type Dashboard = Schemas['Dashboard'];
export type DashboardBlock = Schemas['DashboardBlock'];

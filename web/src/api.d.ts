// Generated from docs/openapi.yaml by tools/api-types.mjs: change that file, then npm run api.
import type { Id, CaseId, WorkItemId, ActionId, ContactPointId, Money, Day, Instant, Currency } from "./domain/brand";
export interface paths {
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session of the cookie, with a fresh CSRF token */
        get: operations["readSession"];
        put?: never;
        /**
         * Signs a person in
         * @description Five wrong tries for one login close it for a while (429 with `Retry-After`).
         */
        post: operations["signIn"];
        /** Ends the session and returns its leases */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queue of this person, best first
         * @description Items that are ready, and those leased to this person or to a colleague. Done ones are
         *     left out and counted in `progress`.
         */
        get: operations["listQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queue/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leases the next ready item to this person
         * @description The best ready item that nobody holds. What this person already holds is not given again:
         *     finish it, release it or skip it. The lease ends by itself at `leased_until`.
         */
        post: operations["leaseNext"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/work-items/{id}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leases one item, or prolongs the lease that this person has */
        post: operations["leaseWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/work-items/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a leased item back
         * @description The case is decided anew; an item that is no longer planned leaves the queue.
         */
        post: operations["releaseWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/work-items/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Passes over an item, with a reason
         * @description The account leaves the queue of today; the next close may ask for it again.
         */
        post: operations["skipWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds cases by one search, worst first without one */
        get: operations["searchCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that Cuenta 360 shows, in one request */
        get: operations["readWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a case, newest first */
        get: operations["listTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records an action and its result; the case is re-decided in the same transaction
         * @description With `promise` the promise is made by the same act, or nothing is. With `work_item_id` the
         *     item is finished. `callback_at` asks for a call back; the gate moves it into a permitted
         *     time. An outbound attempt names the `permit_id` that was asked for before it. Without one
         *     that holds it is recorded all the same, because it happened: `unpermitted` then says what
         *     lacked and what the gate would have said, and it stands in the report `unpermitted`. Actions
         *     are never changed: `POST /v1/actions/{id}/correction` voids one by a new row.
         */
        post: operations["recordAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks whether the person may be contacted now, and keeps the place if so
         * @description Asked before a contact is made by hand. The gate counts what was done and what others have
         *     asked for, messages among them, so two at once cannot pass a maximum. A permit is used by the
         *     action that names it (`permit_id`) and expires by itself. A refusal is an answer: `permit` is
         *     null and `gate` names the rule and the next permitted time.
         */
        post: operations["askPermit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the file of the case's person for an authority
         * @description One HTML file that needs nothing else: everything that was done, when, by whom, why it was
         *     lawful, and what anyone needs to check it (`acuerdo audit check-file`). That it was made, by
         *     whom and why becomes an event of each case. Needs `audit.read`.
         */
        post: operations["makePersonFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/actions/{id}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Voids an action by a new row that points at it
         * @description What the action caused is undone with it: its promise is cancelled, its work item is leased
         *     to this person again where it still can be, the case is re-decided. Both rows stay.
         */
        post: operations["correctAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks that one contact which the gate refuses be permitted once
         * @description Another person decides (`POST /v1/approvals/{id}/decision`). Once approved, the next permit of
         *     the case by the channel is given within four hours although the named rule refuses; every
         *     other rule still holds. What a law or a ban says is never lifted, unless its pack says so.
         */
        post: operations["askOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version, the newest first */
        get: operations["listStrategies"];
        put?: never;
        /**
         * Stores a draft, which is a new version
         * @description A version never changes. `based_on` is the version that was edited; files that are not sent
         *     stay as they are there. When somebody stored a newer one meanwhile the answer is 409 and says
         *     which, by whom and when: nothing is lost, and nothing is passed over. Without `based_on` the
         *     name must be new.
         */
        post: operations["storeStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version, its files and its history */
        get: operations["readStrategy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text of one file */
        get: operations["readStrategyFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks the tables and decides the examples; a draft that passes is tested */
        post: operations["testStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables of a version, as they are edited */
        get: operations["readTables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/tables/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same with edits in place, which are not stored
         * @description Mistakes inside cells are findings; a table that is broken itself is answered 422.
         */
        post: operations["checkTables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores the edits as a new version, a draft
         * @description The version of the path is the one that was edited. When it is no longer the newest of its name
         *     the answer is 409: detail says who stored what and when, errors what changed there since.
         */
        post: operations["saveDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is otherwise than in another version */
        get: operations["readChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides one case, or facts that are given, and says why no other rule fired */
        post: operations["tryStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many cases would be treated otherwise than by another version */
        post: operations["simulateStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One table for a spreadsheet */
        get: operations["exportTable"];
        put?: never;
        /** A table as a spreadsheet says; nothing is stored */
        post: operations["importTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks another person to approve a tested version
         * @description It is decided with `POST /v1/approvals/{id}/decision`, by neither who asks nor who made it.
         */
        post: operations["submitStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an approved version decide, from a day on
         * @description Its examples are decided again, and it is proved lawful without the gate in every country that
         *     the organisation or a person is in (docs/proof.md): this may take seconds. Then it becomes
         *     active in one transaction, or nothing changes.
         */
        post: operations["activateStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/strategies/{id}/retirement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leaves a draft, or a version that does not decide yet */
        post: operations["retireStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the tables of a strategy can ask about a case
         * @description The program's own facts with their documentation, then attributes that imports brought.
         */
        get: operations["listFacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Champion and challengers, the newest first */
        get: operations["listExperiments"];
        put?: never;
        /**
         * Asks for an experiment that another person approves
         * @description The challengers are tested and proved as in an activation: this may take seconds. It decides
         *     from its first day on once `POST /v1/approvals/{id}/decision` has approved it. The active
         *     strategy is the champion, which has the cases that no other arm has; the report `arms` shows
         *     what came of it.
         */
        post: operations["askExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an experiment from a day on */
        post: operations["stopExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a second look, the next to expire first */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves or rejects; who asked does not decide */
        post: operations["decideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/person-flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what is known of the person that rules of contact ask for
         * @description Deceased, represented by a lawyer, bankrupt, sued…: it holds for all debts of the person, and
         *     the gate reads it at once. Each change stands in the history of every case with its evidence.
         */
        post: operations["setPersonFlags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records a promise to pay */
        post: operations["makePromise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways to pay what is past due, within the limits of the negotiation, and what waiting costs */
        get: operations["listOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a case owes at the end of a day, by debt and component, and every entry behind it
         * @description By value day, as it is known now. `accrued` is interest and readjustment by that day that no entry charges yet.
         *     `open` is what was opened less what was met; the entries of
         *     a debt and component add up to its figures: `met` to what money met (below zero: it was taken
         *     back), all others to what is owed. `moved` is what the plan of an agreement took off a claim
         *     (below zero) or put on one of its own, `waived` the discount of a plan that was kept,
         *     `written_off` what was given up.
         */
        get: operations["readLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The arrangements of a case, the latest first */
        get: operations["listArrangements"];
        put?: never;
        /** An offer of today becomes an arrangement */
        post: operations["acceptOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Terms of one's own; what passes a limit waits for approval */
        post: operations["proposeArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What terms or a restructuring would come to; nothing is kept */
        post: operations["previewArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an arrangement of the case could take in, and who could join it */
        get: operations["listArrangementChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements/joined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The arrangements of others that the person of the case joined, the latest first */
        get: operations["listJoinedArrangements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/arrangements/restructurings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that is open becomes new instalments, once somebody approves it
         * @description Due or not; of all debts of the case, or of those that are named. With a `schedule` one debt
         *     gets instalments that bear interest of their own, never above what the law lets it bear
         *     today, in the place of interest that is not due yet. It is completed as soon as
         *     it is approved; its instalments are claims like others, and cancelling it owes again what it
         *     took in.
         */
        post: operations["restructureDebts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements/{id}/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A guarantor or co-debtor of its debts joins an arrangement and promises that it is kept
         * @description Named on the paper; it gives nobody a right to contact them beyond what the gate allows.
         */
        post: operations["joinArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Books money that names an arrangement
         * @description Of several cases each has what meets its oldest payments due, of one day the case with the
         *     smaller id first, and that case what is left; there it is a payment like others, whose
         *     reference is this one with `-1`, `-2`… at its end. One that is booked already is 409.
         */
        post: operations["payArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements/{id}/payments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What each case would have of money that names an arrangement; nothing is kept */
        post: operations["previewArrangementPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undoes an arrangement; what was owed before is owed again
         * @description Where it is a part of one over several cases, in all of them.
         */
        post: operations["cancelArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements/{id}/reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a breached arrangement count again
         * @description Where it is a part of one over several cases, in all of them.
         */
        post: operations["reinstateArrangement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/debts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The debts of a case, whether each is charged off or written off, and what was recovered */
        get: operations["listDebtStandings"];
        put?: never;
        /** Charges a debt off, takes that back, or asks for a write-off, which another person approves */
        post: operations["changeDebtStanding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The papers that were made of a case, the latest first, at most 200 */
        get: operations["listPapers"];
        put?: never;
        /**
         * Makes a paper of the case as data, with the digest by which anyone may check it
         * @description `json` is one object `{"paper":{…},"name":"…","sha256":"…"}`; the digest is SHA-256 over the
         *     bytes of the inner object as they stand (`acuerdo paper verify FILE`). What it says is kept.
         *     A `clearance` is refused while anything is owed. Needs `document.read`.
         */
        post: operations["makePaper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promises/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels an open promise, with a reason */
        post: operations["cancelPromise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Books money received and allocates it
         * @description The pair of `source` and `reference` is unique; a second one is 409.
         */
        post: operations["bookPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a dispute, which stops contact as the policy says */
        post: operations["openDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger of the person's consents, newest first, and what holds now */
        get: operations["listConsents"];
        put?: never;
        /**
         * Records that the person gave or withdrew a consent
         * @description Counts at once for all debts of the person. A withdrawal cancels messages that have not left
         *     and ends permits that people hold; what a worker was handing over counts as leaving.
         */
        post: operations["recordConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/consents/{row}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a row back with another one
         * @description What the person did themselves (inbound, self_service) nobody takes back for them.
         */
        post: operations["undoConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/contact_points/{point}/wrong": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a contact point that is not the person's, at once */
        post: operations["closeWrongNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/preference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** When and by which channel the person prefers to be reached */
        post: operations["recordPreference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/shield": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the debt may be seen, and what to ask before
         * @description While a call runs (setting `shield.closes`) the debt is covered until the answers say who is
         *     speaking: the workspace and the timeline answer 403 to whoever lacks `shield.pass`.
         */
        get: operations["readShield"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/shield/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens the account though nobody was verified, with a reason that is kept */
        post: operations["openShield"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compares the answers of whoever is speaking with what is known
         * @description The answers are compared and forgotten; the event says what was asked and the result.
         */
        post: operations["verifyIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pairs of records that may be one person, the surest first
         * @description At most 50. What is personal is covered; equal ends and the reasons say what they share.
         */
        get: operations["listPersonPairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-pairs/same": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * They are one person
         * @description Nothing moves: limits and consents count for all records of the person from now on, and all her
         *     cases are decided anew. `undoMerge` takes it back.
         */
        post: operations["mergePersons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-pairs/different": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They are two persons; the pair never comes back */
        post: operations["partPersons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-pairs/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes that back; the pair waits again */
        post: operations["reopenPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest merges */
        get: operations["listMerges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/person-merges/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a merge back; all is as it was */
        post: operations["undoMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What persons ask about their data, what is due first at the top */
        get: operations["listPrivacyRequests"];
        put?: never;
        /**
         * Opens a request; the law of the person’s country sets the deadline
         * @description The person is named by one of her cases, or by her id or what her source calls her.
         */
        post: operations["receivePrivacyRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request, its person, what was done, and what an erasure would take */
        get: operations["readPrivacyRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** More time, once, as the law allows */
        post: operations["extendPrivacyRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers it, with the words that the person reads */
        post: operations["answerPrivacyRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that is held of the person, to be given out
         * @description That it was made stands in the request and in the access log.
         */
        post: operations["exportPersonalData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/rectification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a value right; what it said before is kept sealed */
        post: operations["rectifyPersonalData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/opposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The person opposes being contacted; it holds at once */
        post: operations["opposeContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases what may go; the rest stays without a name
         * @description Nothing takes it back, so the order names the person as she is written. An open debt, a dispute, a
         *     message on its way or a legal hold stands against it (409). Where the setting privacy.erasure_look
         *     is yes, the first order asks another person (/v1/approvals) and takes nothing; the next one after
         *     the approval carries it out. A request of erasure is answered by it.
         */
        post: operations["erasePersonalData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/requests/{id}/erasure/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who ordered an erasure that waits for another person takes the order back */
        post: operations["withdrawErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/persons/{id}/legal-hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nothing of the person goes while a hold is on */
        post: operations["putLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/persons/{id}/legal-hold/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts the holds of a person */
        post: operations["liftLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The outcome codes in use, in the order of the screen
         * @description `key` is the digit that chooses it. Codes that share a digit form a group: the digit opens
         *     the group and a second digit, the position in the group, chooses.
         */
        get: operations["listDispositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports that exist, with what each may be asked */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One report as of a day */
        get: operations["readReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolio/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The portfolio as it is now, by one field of its open cases
         * @description A row for each value and currency: open cases, those past due, their open and their past due
         *     amount. Ages are as of the open date. What is committed when the request comes is in it, on
         *     whichever server. Answered from memory (milliseconds for a million cases) unless the server
         *     still loads its columns or was started with `--no-columns`; then from the store, in seconds.
         */
        get: operations["sumPortfolio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The Tablero as of the end of a day, one block per currency */
        get: operations["readDashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money from banks that waits for a person, the oldest first */
        get: operations["listBankPending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry of a bank, whose it may be, and what was booked of it */
        get: operations["readBankEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says whose the money is, whole or in part
         * @description Without an amount all that waits is given; with less, the rest waits on and may be given to another debt.
         */
        post: operations["assignBankEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that it is no debtor's money */
        post: operations["dismissBankEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back all that was booked of an entry, by new rows; it waits again */
        post: operations["undoBankEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of banks that were taken, the newest first */
        get: operations["listBankFiles"];
        put?: never;
        /**
         * Takes a file of a bank, of an employer, or a bank's answer to a direct debit
         * @description Its content says which. The same file twice is one; totals that do not agree are refused. Files over 700 KB go by the command line.
         */
        post: operations["takeBankFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file with its balances and sums, and a page of its entries */
        get: operations["readBankFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The mandates of direct debit of a case, as they were given
         * @description The account is there in the clear for who may see personal data, and that is noted.
         */
        get: operations["listMandates"];
        put?: never;
        /** Records a mandate that a debtor signed */
        post: operations["giveMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/mandates/{mandate}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a mandate no longer holds */
        post: operations["revokeMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payroll/employers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who employs debtors and may be asked to deduct, by name */
        get: operations["listEmployers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payroll/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lists that employers were asked to deduct by, the newest first */
        get: operations["listPayrollLists"];
        put?: never;
        /** Makes the list of what an employer is to deduct in a period */
        post: operations["makePayrollList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payroll/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One list, what came of each row, and the files that answered it */
        get: operations["readPayrollList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payroll/lists/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The file for the employer, as CSV */
        post: operations["writePayrollList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payroll/lists/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back a list that nobody has answered; its period may be asked for again */
        post: operations["withdrawPayrollList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of direct debit with what became of their orders, the newest first */
        get: operations["listDebits"];
        put?: never;
        /**
         * Makes the file that collects what is due under mandates
         * @description orders and amount are those of the preview; where they are others by now, nothing is written (409).
         */
        post: operations["makeDebit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a file would collect on a day */
        get: operations["previewDebit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file and a page of its orders */
        get: operations["readDebit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The file for the bank */
        post: operations["writeDebit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a file was not sent; what is under way may be collected again */
        post: operations["withdrawDebit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page behind a payment link
         * @description For the person, without a session. It says no word of the debt; it asks who follows the link.
         */
        get: operations["openPayLink"];
        put?: never;
        /** The answer to its question; then what is owed, and the ways to pay it */
        post: operations["answerPayLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the provider of payments tells
         * @description Signed by the provider (`Stripe-Signature`); the same notice, or another one of the same payment, is booked once. What does
         *     not fit waits for a person (`listBankPending`).
         */
        post: operations["takeProviderNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What left or is to leave, newest first */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outbox/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person says what became of a message whose fate was unknown */
        post: operations["resolveOutbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-caps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published limits of rates, by country, kind and day */
        get: operations["listRateCaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/index-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published values of units of account, by country, unit and day */
        get: operations["listIndexValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a yearly rate may be charged, or what the most is */
        get: operations["checkRate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges/fee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a collection fee may be charged, or what the most is */
        get: operations["checkFee"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["isAlive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store answers, its schema is the one of this program, and its days are closed */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of the server in Prometheus text form, for this machine alone */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @example 51001 */
        Id: Id;
        /** @example 81001 */
        CaseId: CaseId;
        /** @example 91001 */
        WorkItemId: WorkItemId;
        /** @example 41009 */
        ActionId: ActionId;
        /** @example 61001 */
        ContactPointId: ContactPointId;
        /**
         * Format: date
         * @example 2026-03-05
         */
        Day: Day;
        /**
         * Format: date-time
         * @example 2026-03-05T16:04:00Z
         */
        Instant: Instant;
        /**
         * Format: int64
         * @description Minor units of the currency beside it
         * @example 184550
         */
        Money: Money;
        /** @example MXN */
        Currency: Currency;
        /** @enum {string} */
        Channel: "call" | "whatsapp" | "sms" | "email" | "letter" | "visit";
        /**
         * @description How the person says the money will come
         * @enum {string}
         */
        PayChannel: "transfer" | "cash" | "card" | "deposit" | "other";
        /** @enum {string} */
        TimelineKind: "contact" | "money" | "legal" | "system";
        /** @enum {string} */
        OutboxState: "planned" | "queued" | "leased" | "sent" | "failed" | "dead" | "unknown" | "blocked" | "cancelled";
        NullableId: components["schemas"]["Id"] | null;
        NullableActionId: components["schemas"]["ActionId"] | null;
        NullableDay: components["schemas"]["Day"] | null;
        NullableInstant: components["schemas"]["Instant"] | null;
        NullableMoney: components["schemas"]["Money"] | null;
        /** @description RFC 9457 */
        Problem: {
            /** @example /problems/invalid */
            type: string;
            title: string;
            status: number;
            /** @description What, which one, and what to do */
            detail: string;
            /**
             * @description The operation, a code to quote
             * @example op-7f3a91
             */
            instance?: string;
            errors: {
                /**
                 * @description JSON pointer into the body
                 * @example /amount
                 */
                pointer: string;
                detail: string;
            }[];
            holder?: components["schemas"]["Holder"];
        };
        /** @description Who holds a lease (only in the 409 of a lease) */
        Holder: {
            id: components["schemas"]["Id"];
            name: string;
            since: components["schemas"]["Instant"];
            until: components["schemas"]["Instant"];
        };
        Person: {
            id: components["schemas"]["Id"];
            name: string;
        };
        Credentials: {
            login: string;
            password: string;
        };
        Session: {
            user: {
                id: components["schemas"]["Id"];
                login: string;
                name: string;
                /**
                 * @example [
                 *       "agent"
                 *     ]
                 */
                roles: string[];
                /**
                 * @description What the person may do: `queue.work`, `case.read`, `action.record`,
                 *     `promise.record`, `payment.record`, `dispute.record`, `dashboard.read`,
                 *     `report.read`, `outbox.read`, `outbox.resolve`, and more as rooms are added.
                 */
                permissions: string[];
            };
            csrf_token: string;
            organisation: {
                name: string;
                /** @description Rules the formats of numbers and days */
                country: string;
                currency: components["schemas"]["Currency"];
                /** @example America/Mexico_City */
                timezone: string;
                /** @description The business day that is open: "today" on every screen */
                open_date: components["schemas"]["Day"];
                /** @description A store of tests or of the demo */
                is_test: boolean;
            };
        };
        QueueItem: {
            work_item_id: components["schemas"]["WorkItemId"];
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            creditor_name: string;
            /**
             * @description This person has a call of the case in hand (with `shield.closes` = `always`: opened it or
             *     not) and nobody has said yet who is speaking: figures are null, `reason` is empty.
             */
            is_covered: boolean;
            /** @description Saldo exigible */
            amount_due: components["schemas"]["NullableMoney"];
            /** @description Saldo vencido */
            past_due_amount: components["schemas"]["NullableMoney"];
            currency: components["schemas"]["Currency"];
            past_due_days: number | null;
            /** @enum {string} */
            state: "ready" | "leased" | "done" | "returned";
            /**
             * @description Step of the strategy
             * @example friendly_call
             */
            step: string;
            /** @description Null for work inside the house, such as a review */
            channel: components["schemas"]["Channel"] | null;
            /** @description The point of the channel that is to be tried first, covered for everybody; null where there is none, or no channel */
            contact_point: components["schemas"]["QueuePoint"] | null;
            /** @description Why it is here */
            reason: string;
            rank: number;
            leased_by: components["schemas"]["Person"] | null;
            leased_until: components["schemas"]["NullableInstant"];
        };
        QueuePoint: {
            id: components["schemas"]["ContactPointId"];
            /** @example +52 •• •••• 4417 */
            value_masked: string;
            /** @description As of the account's contact points */
            score: number;
        };
        QueuePage: {
            items: components["schemas"]["QueueItem"][];
            next_cursor: string | null;
            /** @description Of this person, on the open day */
            progress: {
                done: number;
                total: number;
            };
        };
        PersonFile: {
            file_name: string;
            /** @description The whole file */
            html: string;
        };
        ReasonOrder: {
            reason: string;
        };
        CaseSummary: {
            id: components["schemas"]["CaseId"];
            number: string;
            party_name: string;
            creditor_name: string;
            status: components["schemas"]["CaseStatus"];
            stage: string | null;
            segment: string | null;
            currency: components["schemas"]["Currency"];
            /** @description As of a queue item */
            is_covered: boolean;
            balance: components["schemas"]["NullableMoney"];
            past_due_amount: components["schemas"]["NullableMoney"];
            past_due_days: number | null;
            next_action_on: components["schemas"]["NullableDay"];
        };
        CasePage: {
            items: components["schemas"]["CaseSummary"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        CaseStatus: "watching" | "open" | "working" | "waiting" | "resolved" | "closed" | "reopened";
        Workspace: {
            case: {
                id: components["schemas"]["CaseId"];
                number: string;
                status: components["schemas"]["CaseStatus"];
                stage: string | null;
                segment: string | null;
                currency: components["schemas"]["Currency"];
                opened_on: components["schemas"]["Day"];
                next_action_on: components["schemas"]["NullableDay"];
                version: number;
            };
            creditor_name: string;
            party: components["schemas"]["Party"];
            contact_points: components["schemas"]["ContactPoint"][];
            /** @description One row per channel; where a row is missing the channel is refused */
            gate: components["schemas"]["GateVerdict"][];
            facts: components["schemas"]["FactsSummary"];
            decision: components["schemas"]["Decision"] | null;
            obligations: components["schemas"]["Obligation"][];
            /** @description Newest first */
            promises: components["schemas"]["Promise"][];
            /** @description Newest first */
            payments: components["schemas"]["Payment"][];
            /** @description The newest 50 */
            timeline: components["schemas"]["TimelineEntry"][];
            /** @description Where GET timeline goes on */
            timeline_next_cursor: string | null;
            /** @description The item of this case that is ready or leased */
            work_item: components["schemas"]["QueueItem"] | null;
            /**
             * @description Business days that the server offers for a promise, nearest first: today, tomorrow, the
             *     next quincena, this person's own pay day.
             */
            promise_days: {
                /** @enum {string} */
                kind: "today" | "tomorrow" | "quincena" | "payday";
                day: components["schemas"]["Day"];
            }[];
            /** @description That the person asked to have her data erased, while not all of it has gone */
            erasure: components["schemas"]["PendingErasure"] | null;
        };
        PendingErasure: {
            request_id: components["schemas"]["Id"];
            /**
             * @description open: not answered yet; partial: the law has the rest kept; over: no longer, and the run of `privacy retention` erases it
             * @enum {string}
             */
            state: "open" | "partial" | "over";
            received_on: components["schemas"]["Day"];
            /** @description By when it is answered */
            due_on: components["schemas"]["Day"];
            /** @description The last day of what is kept; null while it is not answered */
            kept_until: components["schemas"]["NullableDay"];
        };
        Party: {
            id: components["schemas"]["Id"];
            name: string;
            external_id: string | null;
            /** @example RFC */
            document_type: string | null;
            /** @example •••• 7K2A */
            document_masked: string | null;
            /**
             * @description What is wrong with the number by the rule of its type; null when it is good or the type is not known
             * @example InvalidChecksum
             */
            document_error: string | null;
            /** @example es */
            language: string;
            /** @description Of the person; contact windows are in it */
            timezone: string;
            /**
             * @description What it rests on; null: nobody asked, and it is the organisation's
             * @example region
             * @enum {string|null}
             */
            timezone_source: "given" | "place" | "region" | "phone" | "country" | "several" | null;
            /** @description Where the person may live as well; a contact must be lawful in all */
            other_timezones: string[];
            flags: ("deceased" | "represented" | "bankrupt" | "vulnerable" | "minor" | "elderly" | "sued" | "moratorium")[];
        };
        ContactPoint: {
            id: components["schemas"]["ContactPointId"];
            channel: components["schemas"]["Channel"];
            /** @example +52 •• •••• 4417 */
            value_masked: string;
            /** @description Null without the permission to see it */
            value: string | null;
            /** @enum {string} */
            state: "unverified" | "verified" | "wrong" | "inactive" | "opted_out";
            verified_on: components["schemas"]["NullableDay"];
            /** @description 1 is tried first */
            priority: number;
            /**
             * @description Whose it is; the law of some countries bars the last two
             * @enum {string}
             */
            use: "personal" | "workplace" | "reference";
            /**
             * @description Of a telephone that can be called: MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE and others
             * @example MOBILE
             */
            line: string | null;
            /**
             * @description Why a telephone cannot be called as it is written
             * @example TooShort
             */
            value_error: string | null;
            /** @description How likely it reaches the person themselves, from what came of it */
            score: number;
            /**
             * @description Words of the rule, blanks between: verified, right_party:N, recent, third_party:N, no_answer:N, delivered:N, bounced:N, old, or a state
             * @example verified right_party:2 recent
             */
            score_reasons: string;
            /** @description To be tried first of its kind: the person's own, then by score */
            best: boolean;
        };
        GateVerdict: {
            channel: components["schemas"]["Channel"];
            /** @enum {string} */
            state: "allowed" | "allowed_until" | "refused";
            /** @description End of the permitted time */
            until: components["schemas"]["NullableInstant"];
            /** @example MX-HOURS */
            rule: string | null;
            /**
             * @description Whether the rule is law, the house's own, or what the person asked for
             * @enum {string}
             */
            basis: "law" | "policy" | "wish";
            /** @description What the rule says, in the language of the request */
            summary: string | null;
            /**
             * @description The law that it stands on; null for a rule of the house
             * @example Disposiciones CONDUSEF, art. 4
             */
            citation: string | null;
            /** @description Why it is refused or limited, in one sentence */
            reason: string | null;
            /**
             * @description The same for a screen that has its own words
             * @enum {string}
             */
            reason_code: "allowed" | "allowed_until" | "outside_hours" | "rest_day" | "holiday" | "day_max" | "week_max" | "hold" | "deceased" | "represented" | "minor" | "bankrupt" | "vulnerable" | "third_party" | "role" | "point" | "point_unverified" | "point_wrong" | "point_inactive" | "opted_out" | "consent" | "consent_revoked" | "consent_expired" | "consent_missing" | "dispute" | "zone_unknown" | "sued" | "moratorium" | "elderly" | "workplace" | "visit" | "automated" | "cooldown" | "other_channel" | "wish_hours" | "wish_channel";
            counters: {
                day: number;
                day_max: number | null;
                week: number;
                week_max: number | null;
            };
            /** @description Next permitted time of a refused channel */
            next_at: components["schemas"]["NullableInstant"];
            /** @description Whether the refusal may be asked to be lifted once, and what became of that */
            override: {
                /**
                 * @description none: nothing is refused, or the rule is never lifted; approved: the next permit is given
                 * @enum {string}
                 */
                state: "none" | "available" | "asked" | "approved" | "rejected";
                /** @description Until when somebody decides, or the permit is given */
                until: components["schemas"]["NullableInstant"];
            };
            /** @description Allowed by law, and against what the person prefers; null when it is not */
            wish: {
                reason: string;
                /** @enum {string} */
                reason_code: "wish_hours" | "wish_channel";
                /** @description First time that the person prefers */
                next_at: components["schemas"]["NullableInstant"];
            } | null;
        };
        FactsSummary: {
            /** @description Saldo total */
            balance: components["schemas"]["Money"];
            /** @description Saldo exigible */
            due_amount: components["schemas"]["Money"];
            /** @description Saldo vencido */
            past_due_amount: components["schemas"]["Money"];
            past_due_days: number;
            /** @example 1-15 */
            bucket: string;
            next_due_on: components["schemas"]["NullableDay"];
            promises_kept: number;
            /** @description Promises that came to an end */
            promises_total: number;
            last_contact_on: components["schemas"]["NullableDay"];
            last_payment_on: components["schemas"]["NullableDay"];
            last_payment_amount: components["schemas"]["NullableMoney"];
        };
        Decision: {
            /** @example friendly_call */
            step: string | null;
            channel: components["schemas"]["Channel"] | null;
            segment: string | null;
            priority: number;
            /** @description Why it is here */
            reason: string;
            /** @description The rules that fired, in the order of the strategy */
            rules: {
                /** @example treatment */
                table: string;
                /** @example T-07 */
                rule_id: string;
                /** @description What people read of the rule, in the language of the request */
                annotation: string;
                /** @description The same in both languages; where a strategy has only one, it stands in both */
                annotations: {
                    es: string;
                    en: string;
                };
            }[];
            /** @example default */
            strategy: string;
            /** @example 1 */
            strategy_version: string;
            /**
             * @description Experiment and arm, where one splits the cases
             * @example julio/retadora
             */
            arm: string | null;
            /** @enum {string} */
            verdict: "allowed" | "allowed_until" | "refused" | "none";
            verdict_rule: string | null;
            next_action_on: components["schemas"]["NullableDay"];
            /** @description Why nothing is to be done, when nothing is */
            silence_reason: string | null;
            /** @description What whoever has the case may agree to; null where the strategy has no negotiation.dmn */
            negotiation: null | {
                /** @description Percent of what is owed */
                max_discount: number | null;
                max_instalments: number | null;
                /** @description Percent */
                min_down_payment: number | null;
                max_promise_days: number | null;
                /** @description Percent of what is past due */
                min_promise: number | null;
                reason: string;
            };
            /** @description Whose the case is; null where the strategy has no escalation.dmn */
            escalation: null | {
                /** @example senior */
                level: string;
                reason: string;
            };
        };
        Obligation: {
            id: components["schemas"]["Id"];
            external_id: string;
            product: string | null;
            /** @enum {string} */
            status: "current" | "past_due" | "delinquent" | "arranged" | "suspended" | "legal" | "charged_off" | "closed_paid" | "settled" | "written_off" | "recalled" | "prescribed";
            opened_on: components["schemas"]["Day"];
            balance: components["schemas"]["Money"];
            /** @description Columns that the mapping of the import did not know */
            attributes: {
                [key: string]: string | number | boolean | null;
            };
            claims: components["schemas"]["Claim"][];
        };
        Claim: {
            id: components["schemas"]["Id"];
            number: string;
            issued_on: components["schemas"]["NullableDay"];
            due_on: components["schemas"]["Day"];
            amount: components["schemas"]["Money"];
            paid: components["schemas"]["Money"];
            /** @enum {string} */
            state: "future" | "due" | "overdue" | "paid" | "superseded";
            past_due_days: number;
        };
        TimelineEntry: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["TimelineKind"];
            /**
             * @description Type of the event
             * @example action.recorded
             */
            type: string;
            at: components["schemas"]["Instant"];
            /** @description Business day of the organisation */
            day: components["schemas"]["Day"];
            /** @description Null when the system acted */
            actor: components["schemas"]["Person"] | null;
            channel: components["schemas"]["Channel"] | null;
            /**
             * @description What happened, in one line
             * @example No contesta
             */
            text: string;
            /** @description What the person wrote */
            note: string | null;
            amount: components["schemas"]["NullableMoney"];
            due_on: components["schemas"]["NullableDay"];
            /** @description Rule with version for what the system did */
            rule: string | null;
            action_id: components["schemas"]["NullableActionId"];
            /** @description Action that this one voids */
            corrects_id: components["schemas"]["NullableActionId"];
            /** @description Action that voided this one */
            corrected_by_id: components["schemas"]["NullableActionId"];
        };
        TimelinePage: {
            items: components["schemas"]["TimelineEntry"][];
            next_cursor: string | null;
        };
        ActionOrder: {
            channel: components["schemas"]["Channel"];
            /** @enum {string} */
            direction: "outbound" | "inbound";
            contact_point_id?: components["schemas"]["ContactPointId"] | null;
            /**
             * @description A code of GET /v1/dispositions
             * @example no_answer
             */
            disposition: string;
            /** @default  */
            note: string;
            /** @default 0 */
            duration_s: number;
            work_item_id?: components["schemas"]["WorkItemId"] | null;
            promise?: {
                amount: components["schemas"]["Money"];
                due_on: components["schemas"]["Day"];
                channel?: components["schemas"]["PayChannel"];
            };
            callback_at?: components["schemas"]["NullableInstant"];
            /** @description The permit that the contact was made on; without one that holds the action is told as unpermitted */
            permit_id?: components["schemas"]["Id"] | null;
        };
        PermitOrder: {
            channel: components["schemas"]["Channel"];
            /** @description The point that is meant: a workplace or a reference may be barred. Without it, the best one */
            contact_point_id?: components["schemas"]["ContactPointId"];
        };
        PermitAnswer: {
            permit: {
                id: components["schemas"]["Id"];
                expires_at: components["schemas"]["Instant"];
                /** @description The override that lifted the refusal of `gate`; null otherwise */
                override_id: components["schemas"]["Id"] | null;
                /** @description The point that it is for: an action by another one is not covered; null: the best one of the channel */
                contact_point_id?: components["schemas"]["ContactPointId"] | null;
            } | null;
            gate: components["schemas"]["GateVerdict"];
        };
        Action: {
            id: components["schemas"]["ActionId"];
            case_id: components["schemas"]["CaseId"];
            at: components["schemas"]["Instant"];
            day: components["schemas"]["Day"];
            actor: components["schemas"]["Person"];
            channel: components["schemas"]["Channel"];
            /** @enum {string} */
            direction: "outbound" | "inbound";
            contact_point_id: components["schemas"]["ContactPointId"] | null;
            disposition: string;
            note: string;
            duration_s: number;
            corrects_id: components["schemas"]["NullableActionId"];
        };
        OverrideOrder: {
            /** @enum {string} */
            channel: "call" | "whatsapp" | "sms" | "email" | "letter" | "visit";
            reason: string;
        };
        OverrideAnswer: {
            id: components["schemas"]["Id"];
            approval_id: components["schemas"]["Id"];
            gate: components["schemas"]["GateVerdict"];
        };
        Strategy: {
            id: components["schemas"]["Id"];
            name: string;
            version: number;
            /** @enum {string} */
            state: "draft" | "tested" | "approved" | "active" | "retired";
            /** @description First day on which it decides */
            active_from: components["schemas"]["NullableDay"];
            /** @description First day on which it no longer does */
            active_until: components["schemas"]["NullableDay"];
            created_at: components["schemas"]["Instant"];
            /** @description Null: it came with the program, or from the machine's account */
            created_by: string | null;
            created_login: string;
            /** @description The version that was edited */
            based_on: number | null;
        };
        Fact: {
            /** @example past_due_days */
            name: string;
            /** @enum {string} */
            type: "number" | "string" | "boolean" | "date";
            /** @description Of a number */
            decimals: number;
            /** @description What people call it; null for an attribute that came with an import */
            label: components["schemas"]["NullableInBothLanguages"];
            /** @description All that it can be; none when any value of its type can */
            values: components["schemas"]["TableValue"][];
            /** @description What it means; null for an attribute that came with an import */
            about: components["schemas"]["NullableInBothLanguages"];
        };
        Experiment: {
            id: components["schemas"]["Id"];
            name: string;
            /** @enum {string} */
            state: "asked" | "approved" | "rejected" | "stopped";
            /** @description First day that it decides for */
            from: components["schemas"]["Day"];
            /** @description First day that it no longer decides for */
            until: components["schemas"]["NullableDay"];
            /** @description The same, of one that was stopped */
            stopped_on: components["schemas"]["NullableDay"];
            note: string;
            created_at: components["schemas"]["Instant"];
            /** @description Login of who asked */
            created_by: string;
            /** @description In the order in which the split asks them; the champion has the rest */
            arms: {
                name: string;
                /** @enum {string} */
                kind: "challenger" | "hold_out" | "champion";
                strategy_id: components["schemas"]["Id"] | null;
                /** @example retail@2 */
                strategy: string;
                /** @description Of all cases, in basis points */
                share: number;
            }[];
        };
        StrategyAnswer: {
            strategy: components["schemas"]["Strategy"];
            files: {
                /** @example treatment.dmn */
                path: string;
                size: number;
            }[];
            steps: {
                at: components["schemas"]["Instant"];
                business_date: components["schemas"]["Day"];
                /** @enum {string} */
                state: "draft" | "tested" | "approved" | "active" | "retired";
                active_from: components["schemas"]["NullableDay"];
                login: string;
                note: string;
            }[];
        };
        StrategyTest: {
            strategy: components["schemas"]["Strategy"];
            examples: {
                cases: number;
                /** @description Results other than expected */
                failed: number;
                misses: {
                    /** @description Of cases.csv */
                    line: number;
                    case: string;
                    decision: string;
                    output: string;
                    expected: string;
                    got: string;
                    /** @description That fired, from 1; 0: the default */
                    rule: number;
                    /** @description What the rule says of itself */
                    why: string;
                }[];
            };
        };
        /** @enum {string} */
        TableFile: "segment" | "treatment" | "priority" | "negotiation" | "escalation" | "obligation";
        /** @enum {string} */
        HitPolicy: "UNIQUE" | "ANY" | "FIRST" | "PRIORITY" | "COLLECT" | "RULE ORDER" | "OUTPUT ORDER";
        /**
         * @description Of COLLECT
         * @enum {string|null}
         */
        Aggregation: "SUM" | "MIN" | "MAX" | "COUNT" | null;
        InBothLanguages: {
            es: string;
            en: string;
        };
        NullableInBothLanguages: components["schemas"]["InBothLanguages"] | null;
        TableInputEdit: {
            /** @description Null for a new column */
            id?: string | null;
            /** @example past_due_days */
            expression: string;
            label: string;
            /** @example number */
            type: string;
            /** @description Values that it may have */
            allowed: string;
        };
        TableOutputEdit: {
            /** @description Null for a new column */
            id?: string | null;
            /** @example step */
            name: string;
            label: string;
            type: string;
            allowed: string;
            default: string | null;
        };
        TableRuleEdit: {
            /** @description Null for a new rule */
            id: string | null;
            /** @description Cells as in DMN: `-`, `[3..5]`, `> 5`, `"a", "b"` */
            inputs: string[];
            outputs: string[];
            annotation: components["schemas"]["InBothLanguages"];
        };
        TableEdit: {
            file: components["schemas"]["TableFile"];
            decision: string;
            hit_policy: components["schemas"]["HitPolicy"];
            aggregation: components["schemas"]["Aggregation"];
            inputs: components["schemas"]["TableInputEdit"][];
            outputs: components["schemas"]["TableOutputEdit"][];
            /** @description In their order */
            rules: components["schemas"]["TableRuleEdit"][];
        };
        TableEdits: {
            /** @description Those that were touched */
            tables: components["schemas"]["TableEdit"][];
        };
        DraftOrder: {
            tables: components["schemas"]["TableEdit"][];
            note?: string;
            /**
             * @description Stored although a finding is an error; such a draft does not pass its tests
             * @default false
             */
            allow_mistakes: boolean;
        };
        TableValue: {
            /**
             * @description Ready for a cell
             * @example "settled"
             */
            value: string;
            label: components["schemas"]["InBothLanguages"];
        };
        TableInput: {
            id: string | null;
            expression: string;
            /** @description What the table itself calls it */
            label: string;
            type: string;
            allowed: string;
            /** @description What people call the fact; null when it is no fact */
            called: components["schemas"]["NullableInBothLanguages"];
            /** @description What the documentation of the facts says; null when it is no fact */
            about: components["schemas"]["NullableInBothLanguages"];
            /** @description To choose from; none when free */
            values: components["schemas"]["TableValue"][];
        };
        TableOutput: {
            id: string | null;
            name: string;
            label: string;
            type: string;
            allowed: string;
            default: string | null;
            values: components["schemas"]["TableValue"][];
        };
        TableRule: {
            id: string | null;
            inputs: string[];
            outputs: string[];
            annotation: components["schemas"]["InBothLanguages"];
            reading: components["schemas"]["InBothLanguages"];
            /** @description Open cases that it decided; null when they are not counted */
            hits: number | null;
        };
        Table: {
            file: components["schemas"]["TableFile"];
            decision: string;
            hit_policy: components["schemas"]["HitPolicy"];
            aggregation: components["schemas"]["Aggregation"];
            inputs: components["schemas"]["TableInput"][];
            outputs: components["schemas"]["TableOutput"][];
            rules: components["schemas"]["TableRule"][];
        };
        TableFinding: {
            /** @enum {string} */
            weight: "error" | "warning" | "note";
            /** @enum {string} */
            problem: "gap" | "gap_null" | "overlap" | "conflict" | "unreachable" | "unknown_name" | "wrong_type" | "bad_cell" | "cycle" | "refused" | "unused_column" | "unused_input" | "not_analysed";
            /** @enum {string} */
            file: "segment" | "treatment" | "priority" | "negotiation" | "escalation" | "obligation" | "settings";
            /** @description Empty for the file as a whole */
            decision: string;
            /** @description From 1 */
            rule: number | null;
            other_rule: number | null;
            /** @enum {string|null} */
            side: "input" | "output" | null;
            /** @description Of that side, from 1 */
            column: number | null;
            column_name: string | null;
            cell: string | null;
            /** @description A row that shows it */
            row: {
                input: string;
                value: string;
            }[];
            text: string;
            /** @description What to do; may be empty */
            hint: string;
        };
        TableSet: {
            strategy: components["schemas"]["Strategy"];
            /** @description The newest of its name, so edits can be stored on it */
            is_base: boolean;
            /** @description Open cases whose rules were counted */
            hits_cases: number;
            tables: components["schemas"]["Table"][];
            findings: components["schemas"]["TableFinding"][];
            errors: number;
            warnings: number;
        };
        StrategyChange: {
            file: components["schemas"]["TableFile"];
            decision: string;
            /** @enum {string} */
            kind: "decision_added" | "decision_removed" | "policy_changed" | "columns_changed" | "default_changed" | "rule_added" | "rule_removed" | "cell_changed" | "annotation_changed";
            rule_before: number | null;
            rule_after: number | null;
            /** @enum {string|null} */
            side: "input" | "output" | null;
            column: number | null;
            column_name: string | null;
            /**
             * @description Of the reason that changed; null: one text for both
             * @enum {string|null}
             */
            language: "es" | "en" | null;
            before: string | null;
            after: string | null;
            text: string;
        };
        StrategyChanges: {
            since: components["schemas"]["Strategy"];
            strategy: components["schemas"]["Strategy"];
            changes: components["schemas"]["StrategyChange"][];
        };
        /** @description Exactly one of case_id, case_number and facts */
        TrialOrder: {
            tables?: components["schemas"]["TableEdit"][];
            case_id?: components["schemas"]["CaseId"];
            case_number?: number;
            facts?: {
                [key: string]: string;
            };
        };
        TrialRule: {
            rule: number;
            matches: boolean;
            /** @description That said no first, from 1 */
            column: number | null;
            input: string | null;
            cell: string | null;
            value: string | null;
            sentence: string;
        };
        TrialDecision: {
            file: components["schemas"]["TableFile"];
            decision: string;
            /** @description That fired, from 1; 0: none, or the default */
            rule: number;
            sentence: string;
            because: {
                input: string;
                cell: string;
                value: string;
            }[];
            outputs: {
                name: string;
                value: string;
            }[];
            others: components["schemas"]["TrialRule"][];
        };
        Trial: {
            case: {
                id: components["schemas"]["CaseId"];
                number: string;
            } | null;
            on: components["schemas"]["Day"];
            facts: {
                name: string;
                /** @description `null` is no value */
                value: string;
            }[];
            decisions: components["schemas"]["TrialDecision"][];
        };
        SimulationOrder: {
            tables?: components["schemas"]["TableEdit"][];
            against?: components["schemas"]["Id"];
        };
        Simulation: {
            on: components["schemas"]["Day"];
            against: components["schemas"]["Strategy"];
            /** @description That splits the cases on the day; both versions are compared over all of them, as if it did not run */
            experiment: string | null;
            cases: number;
            changed: number;
            segment_changed: number;
            /** @description Most cases first */
            moves: {
                from_step: string | null;
                from_channel: string | null;
                to_step: string | null;
                to_channel: string | null;
                cases: number;
                example_case_id: components["schemas"]["CaseId"];
            }[];
            channels: {
                name: string;
                before: number;
                after: number;
            }[];
            queues: {
                name: string;
                before: number;
                after: number;
                capacity: number | null;
            }[];
            gate: {
                /** @description Changed cases that would be contacted */
                candidates: number;
                asked: number;
                refused: number;
                rules: {
                    rule: string;
                    cases: number;
                    summary: string | null;
                }[];
            };
            engine_ms: number;
        };
        TableImport: {
            file: components["schemas"]["TableFile"];
            decision: string;
            csv: string;
            tables?: components["schemas"]["TableEdit"][];
        };
        StrategyOrder: {
            name: string;
            based_on?: number;
            note?: string;
            /** @description segment.dmn */
            segment?: string;
            /** @description treatment.dmn */
            treatment?: string;
            /** @description priority.dmn */
            priority?: string;
            /** @description strategy.json */
            settings?: string;
            /** @description negotiation.dmn */
            negotiation?: string;
            /** @description escalation.dmn */
            escalation?: string;
            /** @description obligation.dmn */
            obligation?: string;
            /** @description cases.csv */
            cases?: string;
            /** @description README.md */
            readme?: string;
        };
        Approval: {
            id: components["schemas"]["Id"];
            /** @example override */
            subject_kind: string;
            subject_id: components["schemas"]["Id"];
            /** @description Which deciding needs */
            permission: string;
            /** @enum {string} */
            state: "pending" | "approved" | "rejected" | "withdrawn" | "expired";
            requested_by: components["schemas"]["Id"];
            expires_at: components["schemas"]["Instant"];
            /** @description Of the request, then of the decision */
            reason: string;
            requester: components["schemas"]["Person"];
            /** @description The contact that an override would permit; null for other requests */
            contact: components["schemas"]["ApprovalContact"] | null;
            /** @description The arrangement that waits; null for other requests */
            arrangement: components["schemas"]["ApprovalArrangement"] | null;
            /** @description The debt that would be written off; null for other requests */
            write_off: components["schemas"]["ApprovalWriteOff"] | null;
        };
        ApprovalArrangement: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            currency: components["schemas"]["Currency"];
            /** @description As of a queue item, for it or another case of a joint one: figures and days are null, `passes` and `parts` are empty, and it is not decided */
            is_covered: boolean;
            owed: components["schemas"]["NullableMoney"];
            total: components["schemas"]["NullableMoney"];
            discount: components["schemas"]["NullableMoney"];
            payments: number | null;
            first_on: components["schemas"]["NullableDay"];
            last_on: components["schemas"]["NullableDay"];
            passes: components["schemas"]["LimitsPassed"];
            parts: components["schemas"]["JointParts"];
        };
        ApprovalWriteOff: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            currency: components["schemas"]["Currency"];
            /** @description As of a queue item: `debt` and `product` are empty, the amount is null, and it is not decided */
            is_covered: boolean;
            /** @description As its source calls it */
            debt: string;
            product: string;
            /** @description What was open when it was asked for */
            amount: components["schemas"]["NullableMoney"];
        };
        ApprovalContact: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            channel: components["schemas"]["Channel"];
            /**
             * @description Which refuses
             * @example MX-HOURS
             */
            rule: string;
            summary: string | null;
            /** @description Null for a rule of the house */
            citation: string | null;
        };
        ApprovalOrder: {
            /** @enum {string} */
            decision: "approve" | "reject";
            reason: string;
        };
        PersonFlagsOrder: {
            /** @enum {string} */
            flag: "deceased" | "represented" | "bankrupt" | "vulnerable" | "minor" | "elderly" | "sued" | "moratorium";
            /** @enum {string} */
            is_set: "yes" | "no";
            evidence: string;
        };
        PersonFlagsAnswer: {
            gate: components["schemas"]["GateVerdict"][];
        };
        /** @description A contact by hand that no permit covers */
        Unpermitted: {
            /**
             * @description No permit was named; there is no such one; it is for another case, channel or contact point; it was used or given up; it has expired; the person withdrew their consent
             * @enum {string}
             */
            lack: "none" | "unknown" | "other" | "ended" | "expired" | "revoked";
            gate: components["schemas"]["GateVerdict"];
        };
        /** @description A person without an amount; what is personal is covered */
        PersonCard: {
            id: components["schemas"]["Id"];
            name: string;
            /** @enum {string} */
            kind: "person" | "company";
            /** @description Where the record came from */
            source: string;
            external_id: string;
            country: string;
            created_at: components["schemas"]["Instant"];
            document_type: string | null;
            /** @example •••• 7K2A */
            document_masked: string | null;
            contact_points: {
                id: components["schemas"]["ContactPointId"];
                /** @enum {string} */
                kind: "email" | "phone" | "address";
                value_masked: string;
                /** @enum {string} */
                state: "unverified" | "verified" | "wrong" | "inactive" | "opted_out";
            }[];
            cases: {
                id: components["schemas"]["CaseId"];
                number: string;
                creditor_name: string;
                status: components["schemas"]["CaseStatus"];
            }[];
        };
        PersonPair: {
            /** @description 60 and more */
            score: number;
            /**
             * @description What speaks for and against, name with its likeness of 100
             * @example [
             *       "document",
             *       "name:92"
             *     ]
             */
            reasons: string[];
            first: components["schemas"]["PersonCard"];
            second: components["schemas"]["PersonCard"];
        };
        PersonPairs: {
            items: components["schemas"]["PersonPair"][];
            has_more: boolean;
        };
        Pair: {
            party_id: components["schemas"]["Id"];
            other_id: components["schemas"]["Id"];
        };
        PairSame: {
            party_id: components["schemas"]["Id"];
            other_id: components["schemas"]["Id"];
            reason: string;
        };
        PairState: {
            /** @enum {string} */
            state: "open" | "different" | "undone";
        };
        MergeReceipt: {
            merge_id: components["schemas"]["Id"];
        };
        Merge: {
            id: components["schemas"]["Id"];
            reason: string;
            at: components["schemas"]["Instant"];
            undone_at: components["schemas"]["NullableInstant"];
            first: components["schemas"]["Person"];
            second: components["schemas"]["Person"];
        };
        Merges: {
            items: components["schemas"]["Merge"][];
        };
        /**
         * @description `return` takes money back that came before; `none` is only told
         * @enum {string}
         */
        BankKind: "money" | "return" | "none";
        /**
         * @description What speaks for it and why nobody is sure: docs/cash.md
         * @example [
         *       "amount",
         *       "name:92",
         *       "low"
         *     ]
         */
        BankReasons: string[];
        BankCase: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
        };
        BankWaiting: {
            entry_id: components["schemas"]["Id"];
            kind: components["schemas"]["BankKind"];
            open: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            value_on: components["schemas"]["NullableDay"];
            age_days: number;
            /** @description It has waited longer than suspense_days */
            is_late: boolean;
            reasons: components["schemas"]["BankReasons"];
            score: number;
            reference: string | null;
            counterparty: string | null;
            text: string | null;
            best: components["schemas"]["BankCase"] | null;
        };
        BankPending: {
            /** @description The setting bank.suspense_days */
            suspense_days: number;
            sums: {
                kind: components["schemas"]["BankKind"];
                currency: components["schemas"]["Currency"];
                entries: number;
                open: components["schemas"]["Money"];
                late: number;
                oldest_on: components["schemas"]["Day"];
            }[];
            items: components["schemas"]["BankWaiting"][];
            next_cursor: string | null;
        };
        BankCandidate: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            creditor_name: string;
            /** @description That a reference named */
            claim: string | null;
            score: number;
            reasons: components["schemas"]["BankReasons"];
        };
        BankMatch: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            amount: components["schemas"]["Money"];
            /**
             * @description An undo has minus the amount
             * @enum {string}
             */
            how: "machine" | "person" | "undo";
            score: number;
            reasons: components["schemas"]["BankReasons"];
            /** @description What the person said */
            note: string | null;
            on: components["schemas"]["Day"];
        };
        BankEntry: {
            entry_id: components["schemas"]["Id"];
            kind: components["schemas"]["BankKind"];
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            value_on: components["schemas"]["NullableDay"];
            booked_on: components["schemas"]["NullableDay"];
            reference: string | null;
            other_references: string | null;
            counterparty: string | null;
            account_masked: string | null;
            text: string | null;
            open: components["schemas"]["Money"];
            candidates: components["schemas"]["BankCandidate"][];
            matches: components["schemas"]["BankMatch"][];
        };
        BankAssignment: {
            case_id: components["schemas"]["CaseId"];
            /** @description What a source calls it */
            claim?: string;
            amount?: components["schemas"]["Money"];
            reason: string;
        };
        BankOpen: {
            entry_id: components["schemas"]["Id"];
            open: components["schemas"]["Money"];
        };
        BankFile: {
            id: components["schemas"]["Id"];
            name: string;
            format: string;
            entries: number;
            /** @description What did not agree and was accepted; empty: all agreed */
            differs: string;
            taken_on: components["schemas"]["Day"];
            taken_by: string | null;
            taken_at: components["schemas"]["Instant"];
        };
        BankFileOrder: {
            name: string;
            /** @description The bytes in base64url without filling */
            content: string;
            /** @description Where the file says none */
            currency?: string;
            /** @description The bank's entry with the sum of an employer's file */
            deposit_id?: string;
            /** @enum {string} */
            accept_differences?: "no" | "yes";
        };
        BankTaken: {
            file_id: components["schemas"]["Id"];
            /** @enum {string} */
            outcome: "taken" | "known";
            format: string;
            differs: string;
            statements: number;
            entries: number;
            repeated: number;
            money: number;
            returns: number;
            settled: number;
            waiting: number;
            debits: components["schemas"]["DebitsSaid"] | null;
        };
        DebitsSaid: {
            accepted: number;
            pending: number;
            rejected: number;
            /** @description Refused after they ended; they stay as they are */
            late: number;
            /** @description Of no order of the file */
            unknown: number;
        };
        Mandate: {
            id: components["schemas"]["Id"];
            reference: string;
            /** @enum {string} */
            scheme: "pain" | "cnab" | "asobancaria";
            /** @enum {string} */
            kind: "iban" | "clabe" | "cbu" | "account";
            account_masked: string;
            account: string | null;
            bank: string;
            holder: string;
            most: components["schemas"]["Money"] | null;
            signed_on: components["schemas"]["Day"];
            from: components["schemas"]["Day"];
            until: components["schemas"]["NullableDay"];
            revoked_on: components["schemas"]["NullableDay"];
            revoked_why: string;
            evidence: string;
            /** @enum {string} */
            state: "standing" | "coming" | "ended" | "revoked";
        };
        Mandates: {
            items: components["schemas"]["Mandate"][];
        };
        MandateOrder: {
            reference: string;
            /** @enum {string} */
            scheme: "pain" | "cnab" | "asobancaria";
            /** @enum {string} */
            kind: "iban" | "clabe" | "cbu" | "account";
            account: string;
            bank?: string;
            holder: string;
            most?: components["schemas"]["Money"];
            signed_on: components["schemas"]["Day"];
            from?: components["schemas"]["Day"];
            until?: components["schemas"]["Day"];
            evidence: string;
        };
        Employer: {
            id: components["schemas"]["Id"];
            name: string;
            people: number;
        };
        Employers: {
            items: components["schemas"]["Employer"][];
        };
        PayrollList: {
            id: components["schemas"]["Id"];
            employer_id: components["schemas"]["Id"];
            employer: string;
            from: components["schemas"]["Day"];
            until: components["schemas"]["Day"];
            lines: number;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            made_on: components["schemas"]["Day"];
            /** @enum {string} */
            state: "awaited" | "answered" | "withdrawn";
            withdrawn_on: components["schemas"]["NullableDay"];
            /** @description Empty while it stands */
            withdrawn_why: string;
        };
        PayrollLists: {
            items: components["schemas"]["PayrollList"][];
        };
        PayrollMade: {
            id: components["schemas"]["Id"];
            employer_id: components["schemas"]["Id"];
            employer: string;
            from: components["schemas"]["Day"];
            until: components["schemas"]["Day"];
            lines: number;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            made_on: components["schemas"]["Day"];
            /** @enum {string} */
            state: "awaited" | "answered" | "withdrawn";
            withdrawn_on: components["schemas"]["NullableDay"];
            /** @description Empty while it stands */
            withdrawn_why: string;
            /** @description Of who left */
            left_out: number;
        };
        PayrollOrder: {
            employer_id: components["schemas"]["Id"];
            from: components["schemas"]["Day"];
            until: components["schemas"]["Day"];
            currency?: string;
            /** @enum {string} */
            arrears?: "no" | "yes";
            /** @enum {string} */
            include_left?: "no" | "yes";
            /** @enum {string} */
            again?: "no" | "yes";
        };
        /** @enum {string} */
        PayrollKind: "agrees" | "less" | "more" | "none" | "left" | "twice" | "unlisted" | "awaited";
        PayrollRow: {
            kind: components["schemas"]["PayrollKind"];
            line: number | null;
            case_id: components["schemas"]["CaseId"] | null;
            reference: string | null;
            name: string | null;
            expected: components["schemas"]["Money"];
            deducted: components["schemas"]["Money"];
            waiting: components["schemas"]["Money"];
            reason: string | null;
        };
        PayrollSum: {
            kind: components["schemas"]["PayrollKind"];
            lines: number;
            expected: components["schemas"]["Money"];
            deducted: components["schemas"]["Money"];
            waiting: components["schemas"]["Money"];
        };
        PayrollAnswer: {
            file_id: components["schemas"]["Id"];
            name: string;
            taken_on: components["schemas"]["Day"];
            entries: number;
        };
        PayrollDetail: {
            id: components["schemas"]["Id"];
            employer_id: components["schemas"]["Id"];
            employer: string;
            from: components["schemas"]["Day"];
            until: components["schemas"]["Day"];
            lines: number;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            made_on: components["schemas"]["Day"];
            /** @enum {string} */
            state: "awaited" | "answered" | "withdrawn";
            withdrawn_on: components["schemas"]["NullableDay"];
            /** @description Empty while it stands */
            withdrawn_why: string;
            answers: components["schemas"]["PayrollAnswer"][];
            sums: components["schemas"]["PayrollSum"][];
            items: components["schemas"]["PayrollRow"][];
            next_cursor: string | null;
        };
        WrittenFile: {
            file_name: string;
            media_type: string;
            text: string;
        };
        DebitSum: {
            /** @enum {string} */
            state: "under_way" | "paid" | "returned" | "rejected" | "withdrawn";
            /** @enum {string} */
            said: "" | "accepted" | "pending" | "rejected";
            orders: number;
            amount: components["schemas"]["Money"];
        };
        Debit: {
            id: components["schemas"]["Id"];
            message: string;
            format: string;
            creditor_id: components["schemas"]["Id"];
            creditor: string;
            creditor_name: string;
            creditor_code: string;
            account: string;
            bank: string;
            sequence: number;
            currency: components["schemas"]["Currency"];
            made_on: components["schemas"]["Day"];
            collect_on: components["schemas"]["Day"];
            orders: number;
            amount: components["schemas"]["Money"];
            withdrawn_on: components["schemas"]["NullableDay"];
            withdrawn_why: string;
            sums: components["schemas"]["DebitSum"][];
        };
        Debits: {
            creditors: components["schemas"]["DebitCreditor"][];
            items: components["schemas"]["Debit"][];
        };
        DebitCreditor: {
            id: components["schemas"]["Id"];
            name: string;
            /** @description Of its cases with a mandate that stands */
            currencies: components["schemas"]["Currency"][];
        };
        DebitPreview: {
            orders: number;
            amount: components["schemas"]["Money"];
            items: components["schemas"]["DebitPreviewRow"][];
        };
        DebitPreviewRow: {
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            reference: string | null;
            mandate: string;
            account_masked: string;
            amount: components["schemas"]["Money"];
        };
        DebitRow: {
            id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            reference: string | null;
            mandate: string;
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            state: "under_way" | "paid" | "returned" | "rejected" | "withdrawn";
            ended_on: components["schemas"]["NullableDay"];
            /** @enum {string} */
            said: "" | "accepted" | "pending" | "rejected";
            said_code: string;
            said_words: string | null;
            said_on: components["schemas"]["NullableDay"];
            entry_id: components["schemas"]["Id"] | null;
        };
        DebitDetail: {
            id: components["schemas"]["Id"];
            message: string;
            format: string;
            creditor_id: components["schemas"]["Id"];
            creditor: string;
            creditor_name: string;
            creditor_code: string;
            account: string;
            bank: string;
            sequence: number;
            currency: components["schemas"]["Currency"];
            made_on: components["schemas"]["Day"];
            collect_on: components["schemas"]["Day"];
            orders: number;
            amount: components["schemas"]["Money"];
            withdrawn_on: components["schemas"]["NullableDay"];
            withdrawn_why: string;
            sums: components["schemas"]["DebitSum"][];
            items: components["schemas"]["DebitRow"][];
            next_cursor: string | null;
        };
        DebitOrder: {
            message: string;
            /** @enum {string} */
            format: "pain.008.001.02" | "pain.008.001.08" | "pain.008.001.09" | "pain.008.001.10" | "cnab240" | "cnab400" | "asobancaria";
            creditor_id: components["schemas"]["Id"];
            currency: components["schemas"]["Currency"];
            on: components["schemas"]["Day"];
            creditor_name: string;
            creditor_code: string;
            account: string;
            bank?: string;
            sequence?: number;
            orders: number;
            amount: components["schemas"]["Money"];
        };
        BankFiles: {
            items: components["schemas"]["BankFile"][];
        };
        BankFileDetail: {
            id: components["schemas"]["Id"];
            name: string;
            format: string;
            entries: number;
            differs: string;
            taken_on: components["schemas"]["Day"];
            taken_by: string | null;
            taken_at: components["schemas"]["Instant"];
            statements: {
                number: number;
                account_masked: string;
                currency: components["schemas"]["Currency"];
                /** @description As the bank wrote it; empty: it did not */
                opening: string;
                closing: string;
                entries: number;
            }[];
            /** @description What the file brought that was new */
            sums: {
                kind: components["schemas"]["BankKind"];
                currency: components["schemas"]["Currency"];
                entries: number;
                amount: components["schemas"]["Money"];
            }[];
            items: {
                entry_id: components["schemas"]["Id"];
                line: number;
                kind: components["schemas"]["BankKind"];
                amount: components["schemas"]["Money"];
                currency: components["schemas"]["Currency"];
                value_on: components["schemas"]["NullableDay"];
                reference: string | null;
                counterparty: string | null;
                text: string | null;
                open: components["schemas"]["Money"];
                /** @enum {string} */
                state: "told" | "waiting" | "dismissed" | "settled";
            }[];
            next_cursor: string | null;
        };
        /** @enum {string} */
        PrivacyKind: "access" | "rectification" | "erasure" | "opposition";
        /** @enum {string} */
        PrivacyState: "open" | "granted" | "partial" | "refused";
        PrivacyRequest: {
            id: components["schemas"]["Id"];
            party_id: components["schemas"]["Id"];
            party_name: string;
            kind: components["schemas"]["PrivacyKind"];
            state: components["schemas"]["PrivacyState"];
            received_on: components["schemas"]["Day"];
            /** @description By the law of the person’s country */
            due_on: components["schemas"]["Day"];
            is_late: boolean;
            /** @description Of an open one; below 0 when it is late */
            days_left: number;
            /**
             * @description Which sets the deadline
             * @example MX-ARCO-20D
             */
            rule: string;
            extended_on: components["schemas"]["NullableDay"];
            channel: string;
            detail: string;
            answer: string;
            answered_on: components["schemas"]["NullableDay"];
        };
        PrivacyPage: {
            items: components["schemas"]["PrivacyRequest"][];
            next_cursor: string | null;
        };
        PrivacyOrder: {
            case_id?: components["schemas"]["CaseId"];
            party?: string;
            kind: components["schemas"]["PrivacyKind"];
            /** @description The open day when it is not sent */
            received_on?: components["schemas"]["Day"];
            /** @description How it came */
            channel: string;
            detail?: string;
        };
        PrivacyAnswer: {
            /** @enum {string} */
            state: "granted" | "partial" | "refused";
            answer: string;
        };
        ErasureClass: {
            /** @enum {string} */
            class: "contact" | "identity" | "evidence" | "book";
            title: string;
            rows: number;
            goes: boolean;
            went_before: boolean;
            kept_until: components["schemas"]["NullableDay"];
            /** @description By which it is kept */
            rule: string | null;
        };
        Erasure: {
            /** @description Not null, it waits for that approval of another person, and nothing went yet. */
            approval_id: components["schemas"]["Id"] | null;
            classes: components["schemas"]["ErasureClass"][];
        };
        PrivacyDetail: {
            request: components["schemas"]["PrivacyRequest"];
            person: components["schemas"]["PersonCard"];
            steps: {
                /** @enum {string} */
                kind: "received" | "extended" | "exported" | "rectified" | "opposed" | "second_look" | "withdrawn" | "erased" | "answered";
                note: string;
                at: components["schemas"]["Instant"];
                by: components["schemas"]["Person"] | null;
            }[];
            legal_holds: {
                reason: string;
                from_on: components["schemas"]["Day"];
            }[];
            /** @description What stands against an erasure, and what it would take */
            erasure: {
                legal_holds: number;
                open_debts: number;
                /** @description Open debts of others */
                answers_for: number;
                open_disputes: number;
                waiting_messages: number;
                classes: components["schemas"]["ErasureClass"][];
                /** @description The second look that an order to erase waits for, or that was given; null where there is none */
                waiting: components["schemas"]["ErasureWait"] | null;
            };
        };
        ErasureWait: {
            approval_id: components["schemas"]["Id"];
            /** @description The next order carries it out, until then */
            is_approved: boolean;
            since: components["schemas"]["Instant"];
            until: components["schemas"]["Instant"];
            asked_by: components["schemas"]["Person"];
        };
        ExportOrder: {
            /** @enum {string} */
            form: "json" | "page";
            answer?: components["schemas"]["ClosingAnswer"];
        };
        /** @description Closes the open request that asked for this, granted; without it the request stays open */
        ClosingAnswer: string;
        PersonalData: {
            file_name: string;
            media_type: string;
            text: string;
        };
        RectificationOrder: {
            /** @enum {string} */
            field: "name" | "document" | "email" | "phone" | "address";
            value: string;
            /** @description The one that is wrong */
            contact_point_id?: components["schemas"]["ContactPointId"];
            reason: string;
            answer?: components["schemas"]["ClosingAnswer"];
        };
        OppositionOrder: {
            /** @enum {string} */
            channel: "all" | "call" | "whatsapp" | "sms" | "email" | "letter" | "visit";
            /** @enum {string} */
            purpose: "collection" | "reminder" | "service";
            reason: string;
            answer?: components["schemas"]["ClosingAnswer"];
        };
        ErasureOrder: {
            party_name: string;
        };
        LegalHold: {
            is_held: boolean;
        };
        ActionReceipt: {
            /** @description null when the action had its permit, or needed none */
            unpermitted: components["schemas"]["Unpermitted"] | null;
            action: components["schemas"]["Action"];
            decision: components["schemas"]["Decision"] | null;
            /** @description The item of the order as it is now; null when the order named none */
            work_item: components["schemas"]["QueueItem"] | null;
        };
        Disposition: {
            code: string;
            key: string;
            /**
             * @description Name of the group that shares the key; null: it stands alone
             * @example not_reached
             */
            group: string | null;
            label_es: string;
            label_en: string;
            /** @description A result with `promise` asks for a promise, one with `callback` for a time */
            flags: ("attempt" | "contact" | "right_party" | "third_party" | "promise" | "dispute" | "refusal" | "wrong_number" | "deceased" | "dnc" | "callback" | "hardship" | "paid")[];
            /** @description Its effect, in one short sentence */
            next: string | null;
        };
        PromiseOrder: {
            amount: components["schemas"]["Money"];
            due_on: components["schemas"]["Day"];
            channel?: components["schemas"]["PayChannel"];
            obligation_id?: components["schemas"]["NullableId"];
        };
        Promise: {
            id: components["schemas"]["Id"];
            obligation_id: components["schemas"]["NullableId"];
            made_on: components["schemas"]["Day"];
            due_on: components["schemas"]["Day"];
            amount: components["schemas"]["Money"];
            paid: components["schemas"]["Money"];
            tolerance_days: number;
            /** @enum {string} */
            state: "open" | "kept" | "partial" | "broken" | "cancelled" | "rescheduled";
            channel: components["schemas"]["PayChannel"] | null;
            action_id: components["schemas"]["NullableActionId"];
        };
        PlanRow: {
            number: number;
            due_on: components["schemas"]["Day"];
            amount: components["schemas"]["Money"];
        };
        Offer: {
            /**
             * @description Its name
             * @example plan-3
             */
            offer: string;
            /** @enum {string} */
            kind: "full" | "settlement" | "plan";
            total: components["schemas"]["Money"];
            saving: components["schemas"]["Money"];
            first_amount: components["schemas"]["Money"];
            first_on: components["schemas"]["Day"];
            last_on: components["schemas"]["Day"];
            /** @description That the plan is completed */
            chance: number;
            affordable: boolean;
            if_missed: string;
            rows: components["schemas"]["PlanRow"][];
        };
        Offers: {
            case_id: components["schemas"]["CaseId"];
            currency: components["schemas"]["Currency"];
            on: components["schemas"]["Day"];
            open: components["schemas"]["Money"];
            owed: components["schemas"]["Money"];
            accrued: components["schemas"]["Money"];
            can_pay: components["schemas"]["Money"] | null;
            limits: {
                discount_bp: number;
                rows: number;
                first_bp: number;
                days: number;
                reason: string;
            };
            waiting: {
                until: components["schemas"]["Day"];
                owed: components["schemas"]["Money"];
                cost: components["schemas"]["Money"];
                /** @description The late interest a year that the cost counts with; of debts with terms the highest of their contracts, before the law limits it */
                rate_ppm: number;
                /** @description The rule of the law that narrowed the rate */
                capped_by: string | null;
                sentence: string;
            };
            nothing_because: string | null;
            offers: components["schemas"]["Offer"][];
        };
        /** @enum {string} */
        Component: "principal" | "interest" | "late_interest" | "fee" | "tax" | "cost";
        Ledger: {
            /**
             * Format: int64
             * @description Its number
             */
            case: number;
            case_id: components["schemas"]["CaseId"];
            currency: components["schemas"]["Currency"];
            on: components["schemas"]["Day"];
            open: components["schemas"]["Money"];
            accrued: components["schemas"]["Money"];
            unapplied: components["schemas"]["Money"];
            debts: components["schemas"]["LedgerDebt"][];
            entries: components["schemas"]["LedgerEntry"][];
        };
        LedgerDebt: {
            obligation_id: string;
            /** @description What its creditor calls it */
            obligation: string;
            product: string;
            /** @description Of the paper that founds it */
            document_hash: string | null;
            open: components["schemas"]["Money"];
            accrued: components["schemas"]["Money"];
            /** @description The unit of account in which principal is owed on that day; null is money */
            unit: {
                name: string;
                /** @description Of one unit; null: none is published, and nothing is readjusted */
                value: string | null;
                value_on: components["schemas"]["NullableDay"];
                readjustment: components["schemas"]["Money"];
            } | null;
            terms: components["schemas"]["InterestTerms"][];
            components: {
                component: components["schemas"]["Component"];
                opened: components["schemas"]["Money"];
                met: components["schemas"]["Money"];
                open: components["schemas"]["Money"];
            }[];
        };
        InterestTerms: {
            from_on: components["schemas"]["Day"];
            /** @enum {string} */
            day_count: "actual/360" | "actual/365" | "actual/actual" | "30/360" | "30/360-us" | "30e/360" | "30e/360-isda";
            /**
             * Format: int64
             * @description Ordinary, a year, in parts per million
             */
            rate_ppm: number;
            /**
             * Format: int64
             * @description Besides, on what is past due
             */
            late_rate_ppm: number;
            /** @description Components that bear, a comma between them */
            bases: string;
            /** @description The published rate whose limits count; empty: all; none */
            cap: string;
            /** @description Whose limits and units; empty: of the organisation */
            country: string;
            /** @description Of account, in which principal is owed (UF, UVR, UDI, UVA); empty: money */
            unit: string;
            /** @description Of the late fees; empty: there are none */
            fee_currency: string;
            fees: components["schemas"]["LateFeeLevel"][];
            /** @description Of the debt; else of its portfolio */
            own: boolean;
        };
        /** @description A late fee that falls once for a claim, by days of arrears */
        LateFeeLevel: {
            /** @description Delinquent days after which it falls */
            days: number;
            fixed: components["schemas"]["Money"];
            /**
             * Format: int64
             * @description Of what is open of the claim, in parts per million
             */
            rate_ppm: number;
            least: components["schemas"]["Money"];
            /** @description 0: no limit but the law's */
            most: components["schemas"]["Money"];
        };
        LedgerEntry: {
            /** @enum {string} */
            kind: "opened" | "adjusted" | "moved" | "waived" | "written_off" | "met";
            obligation: string;
            claim_id: string;
            /** @description What its source calls it */
            claim: string;
            component: components["schemas"]["Component"];
            amount: components["schemas"]["Money"];
            value_on: components["schemas"]["Day"];
            booked_on: components["schemas"]["Day"] | null;
            payment: null | {
                id: string;
                source: string;
                reference: string;
                /** @description The bank's file that told it */
                file: string | null;
                line: number | null;
            };
        };
        OfferAcceptance: {
            /** @example plan-3 */
            offer: string;
            can_pay?: components["schemas"]["Money"];
        };
        ArrangementTerms: {
            first_on: components["schemas"]["Day"];
            first_amount: components["schemas"]["Money"];
            /** @description Payments */
            rows: number;
            amount?: components["schemas"]["Money"];
            /** @description For whoever decides where a limit is passed */
            reason?: string;
            debts?: components["schemas"]["ChosenDebts"];
            with?: components["schemas"]["FurtherCases"];
        };
        /** @description Obligations of the case that it takes in; without it all that are owed */
        ChosenDebts: components["schemas"]["Id"][];
        /**
         * @description Further cases of the same person and currency: the plan takes in all that is past due of
         *     each, divided by what each owes. One arrangement in each case, of one state; the limits are
         *     the tightest of all, on the sum. Not with `debts`.
         */
        FurtherCases: components["schemas"]["CaseId"][];
        ArrangementWish: {
            /** @enum {string} */
            kind: "terms" | "reage" | "reamortise";
            first_on: components["schemas"]["Day"];
            rows: number;
            first_amount?: components["schemas"]["Money"];
            amount?: components["schemas"]["Money"];
            debts?: components["schemas"]["ChosenDebts"];
            /** @enum {string} */
            schedule?: "french" | "german" | "american";
            rate?: number;
            with?: components["schemas"]["FurtherCases"];
        };
        /** @description With `with` of all cases together */
        ArrangementPreview: {
            /** @enum {string} */
            kind: "full" | "settlement" | "plan" | "reage" | "reamortise";
            owed: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            discount: components["schemas"]["Money"];
            interest: components["schemas"]["Money"];
            last_on: components["schemas"]["Day"];
            within_limits: boolean;
            passes: components["schemas"]["LimitsPassed"];
            rows: components["schemas"]["PlanRow"][];
            parts: components["schemas"]["JointParts"];
        };
        Restructuring: {
            first_on: components["schemas"]["Day"];
            /** @description Instalments */
            rows: number;
            /** @description For whoever decides */
            reason: string;
            debts?: components["schemas"]["ChosenDebts"];
            /**
             * @description A schedule of its own for the one debt that is named; without it instalments of equal amounts
             * @enum {string}
             */
            schedule?: "french" | "german" | "american";
            /** @description Of the schedule, a year, in parts per million */
            rate?: number;
        };
        /** @description What is paid in all is owed - discount + interest; interest is what a new schedule bears */
        Arrangement: {
            id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            /** @enum {string} */
            kind: "full" | "settlement" | "plan" | "reage" | "reamortise";
            /** @enum {string} */
            state: "pending" | "active" | "completed" | "breached" | "cancelled" | "rejected";
            made_on: components["schemas"]["Day"];
            owed: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            discount: components["schemas"]["Money"];
            interest: components["schemas"]["Money"];
            /** @description So many rows that are unpaid breach it */
            missed: number;
            /** @description when they are unpaid for longer than so many days */
            grace_days: number;
            within_limits: boolean;
            passes: components["schemas"]["LimitsPassed"];
            ended_on: components["schemas"]["Day"] | null;
            rows: components["schemas"]["PlanRow"][];
            /** @description What each debt has of it, once it was in force; they begin, break and are undone together */
            debts: {
                obligation_id: components["schemas"]["Id"];
                external_id: string;
                product: string;
                owed: components["schemas"]["Money"];
                agreed: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
            }[];
            /** @description Who joined it */
            parties: {
                party_id: components["schemas"]["Id"];
                name: string;
                /** @enum {string} */
                role: "guarantor" | "co_debtor";
                joined_on: components["schemas"]["Day"];
                evidence: string;
            }[];
            /** @description The agreement over several cases that it is a part of; null where it is of this case alone */
            joint: components["schemas"]["JointArrangement"] | null;
        };
        /** @description What somebody promised for another */
        JoinedArrangement: {
            arrangement_id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            /** @description Whose case it is */
            party_name: string;
            currency: components["schemas"]["Currency"];
            /** @enum {string} */
            kind: "full" | "settlement" | "plan" | "reage" | "reamortise";
            /** @enum {string} */
            state: "pending" | "active" | "completed" | "breached" | "cancelled" | "rejected";
            total: components["schemas"]["Money"];
            /** @enum {string} */
            role: "guarantor" | "co_debtor";
            joined_on: components["schemas"]["Day"];
            evidence: string;
        };
        /**
         * @description What was agreed in all; its parts begin, are kept, broken, undone and reinstated together.
         *     Where the shield covers cases of it, their parts are not told, nor the amounts of the whole.
         */
        JointArrangement: {
            id: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "full" | "settlement" | "plan";
            /** @description How many of its cases are not told of */
            covered: number;
            owed: components["schemas"]["NullableMoney"];
            total: components["schemas"]["NullableMoney"];
            discount: components["schemas"]["NullableMoney"];
            /** @description None where cases are covered */
            rows: components["schemas"]["PlanRow"][];
            parts: components["schemas"]["JointParts"];
        };
        /** @description What each case has of an agreement over several; none where it is of one */
        JointParts: {
            arrangement_id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            creditor: string;
            owed: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            discount: components["schemas"]["Money"];
        }[];
        /** @description Which limits of the strategy the plan passes */
        LimitsPassed: ("discount" | "payments" | "first" | "days" | "restructure")[];
        ArrangementMade: {
            arrangement: components["schemas"]["Arrangement"];
            approval_id: components["schemas"]["NullableId"];
        };
        Paper: {
            id: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "statement" | "quote" | "agreement" | "clearance";
            sha256: string;
            file_name: string;
            json: string;
            html: string;
        };
        DebtStandings: {
            items: components["schemas"]["DebtStanding"][];
            /** @description Of a write-off that was asked for */
            approval_id: components["schemas"]["NullableId"];
        };
        DebtStanding: {
            obligation_id: components["schemas"]["Id"];
            external_id: string;
            product: string;
            open: components["schemas"]["Money"];
            charged_off_on: components["schemas"]["Day"] | null;
            /** @description Less what came later for the time before */
            charged_off: components["schemas"]["Money"];
            recovered: components["schemas"]["Money"];
            write_off_waits: boolean;
            written_off_on: components["schemas"]["Day"] | null;
            written_off: components["schemas"]["Money"];
        };
        PaperMade: {
            id: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "statement" | "quote" | "agreement" | "clearance";
            made_on: components["schemas"]["Day"];
            made_at: components["schemas"]["Instant"];
            sha256: string;
            /** @description Empty where the system made it */
            made_by: string;
        };
        PaymentOrder: {
            amount: components["schemas"]["Money"];
            value_on: components["schemas"]["Day"];
            source: string;
            reference: string;
        };
        Payment: {
            id: components["schemas"]["Id"];
            source: string;
            reference: string;
            value_on: components["schemas"]["Day"];
            booked_on: components["schemas"]["Day"];
            amount: components["schemas"]["Money"];
            unapplied: components["schemas"]["Money"];
            /** @enum {string} */
            state: "received" | "applied" | "unapplied" | "returned" | "reversed";
            lines: {
                claim_id: components["schemas"]["Id"];
                amount: components["schemas"]["Money"];
            }[];
        };
        DisputeOrder: {
            /** @enum {string} */
            kind: "not_mine" | "amount" | "already_paid" | "service" | "product" | "other";
            /** @description Null disputes the whole */
            amount?: components["schemas"]["NullableMoney"];
            obligation_id?: components["schemas"]["NullableId"];
            note: string;
        };
        Dispute: {
            id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            obligation_id: components["schemas"]["NullableId"];
            kind: string;
            amount: components["schemas"]["NullableMoney"];
            opened_on: components["schemas"]["Day"];
            /** @enum {string} */
            state: "open" | "investigating" | "upheld" | "rejected" | "partial";
            note: string;
        };
        ConsentLedger: {
            items: components["schemas"]["ConsentRow"][];
            channels: {
                channel: components["schemas"]["Channel"];
                /** @enum {string} */
                state: "none" | "given" | "revoked" | "expired";
            }[];
            preference: components["schemas"]["NullablePreference"];
        };
        ConsentRow: {
            id: components["schemas"]["Id"];
            contact_point_id: components["schemas"]["NullableId"];
            contact_masked: string | null;
            /** @enum {string} */
            channel: "all" | "email" | "sms" | "whatsapp" | "call" | "letter" | "visit";
            /** @enum {string} */
            purpose: "collection" | "reminder" | "service";
            /** @enum {string} */
            state: "given" | "revoked";
            from: components["schemas"]["Day"];
            until: components["schemas"]["NullableDay"];
            evidence: string;
            recorded_at: components["schemas"]["Instant"];
            recorded_by: components["schemas"]["Person"] | null;
            source: ("import" | "api" | "agent" | "self_service" | "inbound" | "command") | null;
            reason: ("said" | "opt_out" | "wrong_number" | "undone") | null;
            wording: string | null;
            document: string | null;
            undoes_id: components["schemas"]["NullableId"];
            undone_by_id: components["schemas"]["NullableId"];
            is_undoable: boolean;
        };
        ConsentOrder: {
            /** @enum {string} */
            state: "given" | "revoked";
            /** @enum {string} */
            channel: "all" | "email" | "sms" | "whatsapp" | "call" | "letter" | "visit";
            /** @enum {string} */
            purpose?: "collection" | "reminder" | "service";
            contact_point_id?: components["schemas"]["ContactPointId"];
            from?: components["schemas"]["Day"];
            until?: components["schemas"]["Day"];
            evidence: string;
            wording?: string;
            document?: string;
            /** @enum {string} */
            source?: "agent" | "api" | "self_service";
        };
        ConsentReceipt: {
            id: components["schemas"]["Id"];
            messages_stopped: number;
            messages_leaving: number;
            permits_ended: number;
        };
        EvidenceOrder: {
            evidence: string;
        };
        PreferenceOrder: {
            /** @description Digits, 1 Monday to 7 Sunday */
            days?: string;
            opens?: string;
            closes?: string;
            /** @enum {string} */
            channel?: "email" | "sms" | "whatsapp" | "call" | "letter" | "visit";
            /**
             * @description ISO 639: letters are in it where a template is
             * @example pt
             */
            language?: string;
            evidence: string;
        };
        NullablePreference: {
            days: number[];
            opens: string;
            closes: string;
            channel: components["schemas"]["Channel"] | null;
            language: string | null;
        } | null;
        Shield: {
            is_open: boolean;
            is_verified: boolean;
            party_name: string;
            /** @description Answers that must match */
            matches: number;
            tries_left: number;
            questions: {
                /** @enum {string} */
                kind: "document_last4" | "birth_date" | "phone_last4" | "email";
                text: string;
            }[];
            greeting: string;
            third_party: string;
            voicemail: string;
        };
        ShieldReason: {
            reason: string;
        };
        IdentityAnswers: {
            /** @enum {string} */
            channel: "call" | "whatsapp" | "visit";
            contact_point_id?: components["schemas"]["ContactPointId"];
            document_last4?: string;
            birth_date?: string;
            phone_last4?: string;
            email?: string;
        };
        ReportKind: {
            name: string;
            title: string;
            /** @description What it shows and its defaults */
            about: string;
            parameters: string[];
        };
        Report: {
            name: string;
            columns: {
                name: string;
                /**
                 * @description money in minor units, rate in millionths; a figure is money or a count as the column `unit` of its row says
                 * @enum {string}
                 */
                type: "text" | "integer" | "money" | "day" | "rate" | "figure";
            }[];
            rows: (string | number | null)[][];
        };
        CountAmount: {
            count: number;
            amount: components["schemas"]["Money"];
        };
        Dashboard: {
            date: components["schemas"]["Day"];
            /** @description Amounts of two currencies are never added */
            currencies: components["schemas"]["DashboardBlock"][];
        };
        DashboardBlock: {
            currency: components["schemas"]["Currency"];
            /** @description Open cases */
            cases: number;
            balance: components["schemas"]["Money"];
            past_due: components["schemas"]["Money"];
            /** @description From not yet due to the oldest */
            ageing: {
                /**
                 * @description `current`, `A-B` or `A+` days past due
                 * @example 1-15
                 */
                bucket: string;
                claims: number;
                amount: components["schemas"]["Money"];
            }[];
            due_next_7_days: {
                day: components["schemas"]["Day"];
                count: number;
                amount: components["schemas"]["Money"];
            }[];
            /** @description `due_today` on `date`; `kept` and `broken` in the 30 days that end at `date`; `open` as of it */
            promises: {
                due_today: components["schemas"]["CountAmount"];
                kept: components["schemas"]["CountAmount"];
                broken: components["schemas"]["CountAmount"];
                open: components["schemas"]["CountAmount"];
            };
            /** @description The 30 days that end at `date`, each day present */
            recovered: {
                day: components["schemas"]["Day"];
                amount: components["schemas"]["Money"];
            }[];
            /** @description In the 30 days that end at `date` */
            contacts: {
                attempts: number;
                contacts: number;
                right_party: number;
                promises: number;
            };
            /** @description From attempts to promises kept, each step a count */
            funnel: {
                /** @enum {string} */
                step: "attempts" | "contacts" | "right_party" | "promises" | "kept";
                count: number;
            }[];
        };
        OutboxMessage: {
            id: components["schemas"]["Id"];
            case_id: components["schemas"]["CaseId"];
            case_number: string;
            party_name: string;
            channel: components["schemas"]["Channel"];
            step: string | null;
            state: components["schemas"]["OutboxState"];
            attempts: number;
            to_masked: string;
            subject: string | null;
            not_before: components["schemas"]["NullableInstant"];
            sent_at: components["schemas"]["NullableInstant"];
            last_error: string | null;
        };
        OutboxPage: {
            items: components["schemas"]["OutboxMessage"][];
            next_cursor: string | null;
        };
        RateCap: {
            /** @enum {string} */
            table: "rate_cap";
            country: string;
            /** @example tmc */
            kind: string;
            from_on: components["schemas"]["Day"];
            /** @description The highest of a day counts */
            revision: number;
            /**
             * @description Percent a year as a plain decimal
             * @example 34.56
             */
            value: string;
            source: string;
            recorded_at: components["schemas"]["Instant"];
        };
        IndexValue: {
            /** @enum {string} */
            table: "index_value";
            country: string;
            /** @example UF */
            unit: string;
            from_on: components["schemas"]["Day"];
            /** @description The highest of a day counts */
            revision: number;
            /**
             * @description One unit as a plain decimal of the currency
             * @example 39123.45
             */
            value: string;
            currency: components["schemas"]["Currency"];
            source: string;
            recorded_at: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        ChargeVerdict: "no_cap" | "allowed" | "unknown" | "refused";
        ChargeAnswer: {
            verdict: components["schemas"]["ChargeVerdict"];
            /** @example CL-TMC */
            rule: string;
            /** @example maximum */
            limit: string | null;
            /** @description Of a rate percent a year as a text; of a fee minor units */
            most: string | number | null;
            citation: string;
            law: boolean;
            /** @description From general knowledge; counsel has to find the text */
            to_confirm: boolean;
            /** @enum {string} */
            confidence: "high" | "medium" | "low";
            /** @description Why it is unknown */
            reason: string | null;
            /** @description The published row that was relied upon */
            source: components["schemas"]["RateCap"] | components["schemas"]["IndexValue"] | null;
        };
        ChargeAnswers: {
            verdict: components["schemas"]["ChargeVerdict"];
            country: string;
            on: components["schemas"]["Day"];
            pack_version: number;
            currency?: components["schemas"]["Currency"];
            answers: components["schemas"]["ChargeAnswer"][];
        };
    };
    responses: {
        /** @description No session, or it ended */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unauthorized",
                 *       "title": "Hay que iniciar sesión",
                 *       "status": 401,
                 *       "detail": "La sesión terminó.",
                 *       "instance": "op-7f3a90",
                 *       "errors": []
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The permission is missing (named in `detail`), or the CSRF token is */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/forbidden",
                 *       "title": "No permitido",
                 *       "status": 403,
                 *       "detail": "Falta el permiso promise.record.",
                 *       "instance": "op-7f3a92",
                 *       "errors": []
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No such thing, or not for this person */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "No existe",
                 *       "status": 404,
                 *       "detail": "No hay expediente 81001.",
                 *       "instance": "op-7f3a93",
                 *       "errors": []
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It changed meanwhile, or its state does not allow this */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/conflict",
                 *       "title": "Cambió mientras tanto",
                 *       "status": 409,
                 *       "detail": "La promesa 55012 ya está cumplida.",
                 *       "instance": "op-7f3a94",
                 *       "errors": []
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field is wrong; `errors` says which and why */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid",
                 *       "title": "No se guardó",
                 *       "status": 422,
                 *       "detail": "Un campo no es válido.",
                 *       "instance": "op-7f3a95",
                 *       "errors": [
                 *         {
                 *           "pointer": "/promise/due_on",
                 *           "detail": "La fecha es anterior a hoy."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many tries; `Retry-After` says the seconds */
        TooMany: {
            headers: {
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        PayToken: string;
        Id: components["schemas"]["Id"];
        StrategyIdPath: components["schemas"]["Id"];
        CaseIdPath: components["schemas"]["CaseId"];
        WorkItemIdPath: components["schemas"]["WorkItemId"];
        ActionIdPath: components["schemas"]["ActionId"];
        /** @description `next_cursor` of the page before */
        Cursor: string;
        Limit: number;
        /**
         * @description One per wish of the person, 8 to 64 visible ASCII characters
         * @example 01HRZK3V9C6E0Q
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "login": "lucia",
                 *       "password": "una frase larga y propia"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Signed in; the cookie is set */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "7301",
                     *         "login": "lucia",
                     *         "name": "Lucía Ortega",
                     *         "roles": [
                     *           "agent"
                     *         ],
                     *         "permissions": [
                     *           "queue.work",
                     *           "case.read",
                     *           "action.record",
                     *           "promise.record",
                     *           "payment.record",
                     *           "dispute.record",
                     *           "dashboard.read"
                     *         ]
                     *       },
                     *       "csrf_token": "5f0c0f0e9b7d4a1e",
                     *       "organisation": {
                     *         "name": "Crédito del Bajío",
                     *         "country": "MX",
                     *         "currency": "MXN",
                     *         "timezone": "America/Mexico_City",
                     *         "open_date": "2026-03-05",
                     *         "is_test": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
        };
    };
    listQueue: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "work_item_id": "91001",
                     *           "case_id": "81001",
                     *           "case_number": "MX-000017-4",
                     *           "party_name": "María Fernanda Soto Díaz",
                     *           "creditor_name": "Crédito del Bajío",
                     *           "amount_due": 184550,
                     *           "past_due_amount": 184550,
                     *           "currency": "MXN",
                     *           "past_due_days": 12,
                     *           "state": "ready",
                     *           "step": "friendly_call",
                     *           "channel": "call",
                     *           "contact_point": {
                     *             "id": "61001",
                     *             "value_masked": "+52 •• •••• 4417",
                     *             "score": 90
                     *           },
                     *           "reason": "Doce días de mora y rompió su última promesa; contesta por la tarde.",
                     *           "rank": 1,
                     *           "leased_by": null,
                     *           "leased_until": null
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "progress": {
                     *         "done": 14,
                     *         "total": 62
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    leaseNext: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item, now leased */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueItem"];
                };
            };
            /** @description The queue is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    leaseWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["WorkItemIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item, leased */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueItem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description A colleague holds it, or it is already done; `holder` names the colleague */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/leased",
                     *       "title": "La atiende otra persona",
                     *       "status": 409,
                     *       "detail": "La cuenta MX-000017-4 la atiende P. Soto hasta las 10:14.",
                     *       "instance": "op-7f3a91",
                     *       "errors": [],
                     *       "holder": {
                     *         "id": "7302",
                     *         "name": "P. Soto",
                     *         "since": "2026-03-05T16:04:00Z",
                     *         "until": "2026-03-05T16:14:00Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["WorkItemIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item: `ready` again, or `returned` when nothing is planned any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueItem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
        };
    };
    skipWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["WorkItemIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Pidió que llame su compañera"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The item, returned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueItem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    searchCases: {
        parameters: {
            query?: {
                /**
                 * @description Part of the name (accents and case do not matter), a case number, an external id of the
                 *     party or of an obligation, or the last four digits of a phone or document; or the value of
                 *     an attribute that came with an import, as NAME=VALUE (sucursal=León Centro).
                 * @example soto diaz
                 */
                search?: string;
                /** @description Only cases at least this many days past due */
                past_due_min?: number;
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cases */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "81001",
                     *           "number": "MX-000017-4",
                     *           "party_name": "María Fernanda Soto Díaz",
                     *           "creditor_name": "Crédito del Bajío",
                     *           "status": "open",
                     *           "stage": "friendly",
                     *           "segment": "habitual",
                     *           "currency": "MXN",
                     *           "balance": 1254050,
                     *           "past_due_amount": 184550,
                     *           "past_due_days": 12,
                     *           "next_action_on": "2026-03-05"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    readWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    listTimeline: {
        parameters: {
            query?: {
                kind?: components["schemas"]["TimelineKind"];
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelinePage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    recordAction: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionOrder"];
            };
        };
        responses: {
            /** @description Recorded, with what was decided because of it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    askPermit: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "call"
                 *     }
                 */
                "application/json": components["schemas"]["PermitOrder"];
            };
        };
        responses: {
            /** @description The answer of the gate */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermitAnswer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    makePersonFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Oficio 12/2026 de la autoridad"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonFile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    correctAction: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ActionIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Marqué el resultado de otra llamada"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The correction */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    askOverride: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "call",
                 *       "reason": "Pidió que se le llame hoy otra vez"
                 *     }
                 */
                "application/json": components["schemas"]["OverrideOrder"];
            };
        };
        responses: {
            /** @description Asked; the refusal that it is about */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideAnswer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listStrategies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Strategy"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    storeStrategy: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "default",
                 *       "based_on": 1,
                 *       "note": "Avisos más suaves",
                 *       "cases": "case,facts,segment\n"
                 *     }
                 */
                "application/json": components["schemas"]["StrategyOrder"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Strategy"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyAnswer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    readStrategyFile: {
        parameters: {
            query: {
                path: string;
            };
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        path: string;
                        text: string;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    testStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came out otherwise, and by which rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyTest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    readTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its tables, how often each rule fired and what looks wrong */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSet"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    checkTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableEdits"];
            };
        };
        responses: {
            /** @description The tables with the edits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSet"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftOrder"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSet"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readChanges: {
        parameters: {
            query?: {
                /** @description The version that it is based on when it is not said */
                since?: components["schemas"]["Id"];
            };
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One sentence a change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyChanges"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    tryStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialOrder"];
            };
        };
        responses: {
            /** @description What each table says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trial"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    simulateStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationOrder"];
            };
        };
        responses: {
            /** @description From what to what, contacts by channel, work by queue, and what the gate refuses */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    exportTable: {
        parameters: {
            query: {
                file: components["schemas"]["TableFile"];
                decision: string;
            };
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description UTF-8 with commas; a line a rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    importTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableImport"];
            };
        };
        responses: {
            /** @description The tables with that one in place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSet"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    submitStrategy: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Menos contactos en mora temprana"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description Asked */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approval_id: components["schemas"]["Id"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    activateStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-12-01"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description The open date when it is not said
                     */
                    from?: string;
                };
            };
        };
        responses: {
            /** @description The version as it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Strategy"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    retireStrategy: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["StrategyIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Ya no hace falta"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The version as it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Strategy"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listFacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The facts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Fact"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    listExperiments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The experiments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Experiment"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    askExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "julio",
                 *       "arms": "retadora=retail@2:2000,control=hold_out:500",
                 *       "reason": "Menos contactos en mora temprana"
                 *     }
                 */
                "application/json": {
                    /** @description Cases are split by it */
                    name: string;
                    /** @description ARM=STRATEGY@VERSION:SHARE or ARM=hold_out:SHARE, a comma between them; shares in basis points */
                    arms: string;
                    /** @description The open date when it is not said */
                    from?: components["schemas"]["Day"];
                    /** @description First day that it no longer decides for */
                    until?: components["schemas"]["Day"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Asked */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: components["schemas"]["Id"];
                        approval_id: components["schemas"]["Id"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    stopExperiment: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Ya se ve la diferencia"
                 *     }
                 */
                "application/json": {
                    /** @description The open date when it is not said */
                    from?: components["schemas"]["Day"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The experiment as it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The requests */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Approval"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    decideApproval: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "approve",
                 *       "reason": "La persona lo pidió por escrito"
                 *     }
                 */
                "application/json": components["schemas"]["ApprovalOrder"];
            };
        };
        responses: {
            /** @description As it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    setPersonFlags: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flag": "sued",
                 *       "is_set": "yes",
                 *       "evidence": "Juzgado 12, expediente 881/2026"
                 *     }
                 */
                "application/json": components["schemas"]["PersonFlagsOrder"];
            };
        };
        responses: {
            /** @description The gate as it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonFlagsAnswer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    makePromise: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": 184550,
                 *       "due_on": "2026-03-13",
                 *       "channel": "transfer",
                 *       "obligation_id": null
                 *     }
                 */
                "application/json": components["schemas"]["PromiseOrder"];
            };
        };
        responses: {
            /** @description The promise, open */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promise"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listOffers: {
        parameters: {
            query?: {
                /** @description What the person can pay a month, in minor units; offers begin with what fits */
                can_pay?: number;
            };
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The likeliest first; none, with the reason, where nothing may be offered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offers"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    readLedger: {
        parameters: {
            query?: {
                /** @description At the end of which day; without it the open business date */
                on?: components["schemas"]["Day"];
            };
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Balances and entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    listArrangements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Arrangement"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    acceptOffer: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferAcceptance"];
            };
        };
        responses: {
            /** @description The arrangement, active */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    proposeArrangement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArrangementTerms"];
            };
        };
        responses: {
            /** @description The arrangement, active or pending */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    previewArrangement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArrangementWish"];
            };
        };
        responses: {
            /** @description Amounts, last day, and whether it would wait for approval */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementPreview"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listArrangementChoices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Other cases of the person and currency with something past due and nothing agreed; who answers for a debt of the case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: {
                            case_id: components["schemas"]["CaseId"];
                            case_number: string;
                            creditor: string;
                            past_due: components["schemas"]["Money"];
                        }[];
                        parties: {
                            party_id: components["schemas"]["Id"];
                            /** @enum {string} */
                            role: "guarantor" | "co_debtor";
                            name: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    listJoinedArrangements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["JoinedArrangement"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    restructureDebts: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restructuring"];
            };
        };
        responses: {
            /** @description The arrangement of kind reage or reamortise, pending */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    joinArrangement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    party_id: components["schemas"]["Id"];
                    /** @description How they agreed: the paper, the recording */
                    evidence: string;
                };
            };
        };
        responses: {
            /** @description The arrangement, with its parties */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    payArrangement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: components["schemas"]["Money"];
                    value_on: components["schemas"]["Day"];
                    source: string;
                    reference: string;
                };
            };
        };
        responses: {
            /** @description The payments, one of each case that has something of it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Payment"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    previewArrangementPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: components["schemas"]["Money"];
                    value_on: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description The cases that have something of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            case_id: components["schemas"]["CaseId"];
                            amount: components["schemas"]["Money"];
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    cancelArrangement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The arrangement, cancelled */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    reinstateArrangement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The arrangement, active */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangementMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listDebtStandings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtStandings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    changeDebtStanding: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    obligation_id: components["schemas"]["Id"];
                    /** @enum {string} */
                    step: "charge_off" | "resume" | "write_off";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The debts as they are now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtStandings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listPapers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was made, when and by whom; the digest tells which file it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PaperMade"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    makePaper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "statement" | "quote" | "agreement" | "clearance";
                };
            };
        };
        responses: {
            /** @description The paper */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paper"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    cancelPromise: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The promise, cancelled */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promise"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    bookPayment: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": 184550,
                 *       "value_on": "2026-03-05",
                 *       "source": "transfer",
                 *       "reference": "SPEI-0004417"
                 *     }
                 */
                "application/json": components["schemas"]["PaymentOrder"];
            };
        };
        responses: {
            /** @description The payment with its lines */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    openDispute: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "not_mine",
                 *       "amount": 184550,
                 *       "obligation_id": "71001",
                 *       "note": "Dice que la compra no es suya."
                 *     }
                 */
                "application/json": components["schemas"]["DisputeOrder"];
            };
        };
        responses: {
            /** @description The dispute, open */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ledger */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentLedger"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    recordConsent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "revoked",
                 *       "channel": "call",
                 *       "evidence": "Lo dijo por teléfono"
                 *     }
                 */
                "application/json": components["schemas"]["ConsentOrder"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    undoConsent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
                row: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "evidence": "Era otra cuenta"
                 *     }
                 */
                "application/json": components["schemas"]["EvidenceOrder"];
            };
        };
        responses: {
            /** @description Taken back */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    closeWrongNumber: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
                point: components["schemas"]["ContactPointId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "evidence": "Contesta una vecina"
                 *     }
                 */
                "application/json": components["schemas"]["EvidenceOrder"];
            };
        };
        responses: {
            /** @description Closed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    recordPreference: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": "12345",
                 *       "opens": "18:00",
                 *       "closes": "20:00",
                 *       "channel": "whatsapp",
                 *       "evidence": "Lo pidió"
                 *     }
                 */
                "application/json": components["schemas"]["PreferenceOrder"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        preference: components["schemas"]["NullablePreference"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    readShield: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The shield */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shield"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    openShield: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Nadie en la línea"
                 *     }
                 */
                "application/json": components["schemas"]["ShieldReason"];
            };
        };
        responses: {
            /** @description The shield, open */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shield"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    verifyIdentity: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "call",
                 *       "document_last4": "1234"
                 *     }
                 */
                "application/json": components["schemas"]["IdentityAnswers"];
            };
        };
        responses: {
            /** @description Whether they matched */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        result: "verified" | "failed";
                        shield: components["schemas"]["Shield"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listPersonPairs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pairs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPairs"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    mergePersons: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "party_id": "51001",
                 *       "other_id": "51002",
                 *       "reason": "Misma CURP y mismo teléfono"
                 *     }
                 */
                "application/json": components["schemas"]["PairSame"];
            };
        };
        responses: {
            /** @description The merge */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    partPersons: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "party_id": "51001",
                 *       "other_id": "51002"
                 *     }
                 */
                "application/json": components["schemas"]["Pair"];
            };
        };
        responses: {
            /** @description What was said */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairState"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    reopenPair: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "party_id": "51001",
                 *       "other_id": "51002"
                 *     }
                 */
                "application/json": components["schemas"]["Pair"];
            };
        };
        responses: {
            /** @description What was said */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairState"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listMerges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The merges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merges"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    undoMerge: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Son padre e hijo"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description What was said */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairState"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listPrivacyRequests: {
        parameters: {
            query?: {
                state?: components["schemas"]["PrivacyState"];
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    receivePrivacyRequest: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "case_id": "81001",
                 *       "kind": "access",
                 *       "channel": "correo",
                 *       "detail": "Pide copia de todo"
                 *     }
                 */
                "application/json": components["schemas"]["PrivacyOrder"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readPrivacyRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    extendPrivacyRequest: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Hay que pedir papeles al acreedor"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    answerPrivacyRequest: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "granted",
                 *       "answer": "Se le entregó copia de todos sus datos"
                 *     }
                 */
                "application/json": components["schemas"]["PrivacyAnswer"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    exportPersonalData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "form": "page"
                 *     }
                 */
                "application/json": components["schemas"]["ExportOrder"];
            };
        };
        responses: {
            /** @description The copy */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    rectifyPersonalData: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "field": "name",
                 *       "value": "María Núñez Pérez",
                 *       "reason": "Acta de nacimiento"
                 *     }
                 */
                "application/json": components["schemas"]["RectificationOrder"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    opposeContact: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "all",
                 *       "purpose": "collection",
                 *       "reason": "Lo pidió por escrito"
                 *     }
                 */
                "application/json": components["schemas"]["OppositionOrder"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    erasePersonalData: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "party_name": "María Núñez Pérez"
                 *     }
                 */
                "application/json": components["schemas"]["ErasureOrder"];
            };
        };
        responses: {
            /** @description What went and what stays */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    withdrawErasure: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "La persona cambió de parecer"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    putLegalHold: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Juicio 881/2026"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The hold */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHold"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    liftLegalHold: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Terminó el juicio"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description No hold */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHold"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    listDispositions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All active codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "code": "no_answer",
                     *           "key": "1",
                     *           "label_es": "No contesta",
                     *           "label_en": "No answer",
                     *           "flags": [
                     *             "attempt"
                     *           ],
                     *           "next": "Vuelve a la cola mañana"
                     *         },
                     *         {
                     *           "code": "voicemail",
                     *           "key": "2",
                     *           "label_es": "Buzón de voz",
                     *           "label_en": "Voicemail",
                     *           "flags": [
                     *             "attempt"
                     *           ],
                     *           "next": "Vuelve a la cola mañana"
                     *         },
                     *         {
                     *           "code": "promise",
                     *           "key": "5",
                     *           "label_es": "Promesa de pago",
                     *           "label_en": "Promise to pay",
                     *           "flags": [
                     *             "attempt",
                     *             "contact",
                     *             "right_party",
                     *             "promise"
                     *           ],
                     *           "next": "Espera la fecha prometida"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Disposition"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
        };
    };
    listReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "ageing",
                     *           "title": "Antigüedad de saldos",
                     *           "about": "Facturas abiertas por días de mora",
                     *           "parameters": [
                     *             "date",
                     *             "by",
                     *             "buckets"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ReportKind"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    readReport: {
        parameters: {
            query?: {
                /** @description The end of this day; the last closed day if left out */
                date?: components["schemas"]["Day"];
                /** @description First day of a range that ends at `date` */
                from?: components["schemas"]["Day"];
                /**
                 * @description Field to group by
                 * @example country
                 */
                by?: string;
                /**
                 * @description Upper bounds of the buckets in days
                 * @example 15,30
                 */
                buckets?: string;
                /** @description Days past due that trigger */
                days?: string;
                /**
                 * @description What to list
                 * @example unknown
                 */
                filter?: string;
                /**
                 * @description Attribute of type decimal to add up as money
                 * @example contract_amount
                 */
                sum?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                /** @example ageing */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "ageing",
                     *       "columns": [
                     *         {
                     *           "name": "country",
                     *           "type": "text"
                     *         },
                     *         {
                     *           "name": "bucket",
                     *           "type": "text"
                     *         },
                     *         {
                     *           "name": "claims",
                     *           "type": "integer"
                     *         },
                     *         {
                     *           "name": "amount",
                     *           "type": "money"
                     *         },
                     *         {
                     *           "name": "currency",
                     *           "type": "text"
                     *         }
                     *       ],
                     *       "rows": [
                     *         [
                     *           "MX",
                     *           "1-15",
                     *           41,
                     *           1822050,
                     *           "MXN"
                     *         ]
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                    "text/csv": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    sumPortfolio: {
        parameters: {
            query?: {
                /**
                 * @description Field to sum up by
                 * @example age
                 */
                by?: "stage" | "age" | "segment" | "step" | "queue" | "channel" | "silence" | "product" | "outcome" | "country" | "party_kind";
                /**
                 * @description Only these, as FIELD=VALUE with a field that `by` takes
                 * @example queue=calls
                 */
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "portfolio",
                     *       "columns": [
                     *         {
                     *           "name": "age",
                     *           "type": "text"
                     *         },
                     *         {
                     *           "name": "cases",
                     *           "type": "integer"
                     *         },
                     *         {
                     *           "name": "past_due_cases",
                     *           "type": "integer"
                     *         },
                     *         {
                     *           "name": "open_amount",
                     *           "type": "money"
                     *         },
                     *         {
                     *           "name": "past_due_amount",
                     *           "type": "money"
                     *         },
                     *         {
                     *           "name": "currency",
                     *           "type": "text"
                     *         }
                     *       ],
                     *       "rows": [
                     *         [
                     *           "not_due",
                     *           228,
                     *           0,
                     *           164108700,
                     *           0,
                     *           "MXN"
                     *         ],
                     *         [
                     *           "1-15",
                     *           51,
                     *           51,
                     *           41066540,
                     *           20247340,
                     *           "MXN"
                     *         ]
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    readDashboard: {
        parameters: {
            query?: {
                /** @description The last closed day if left out */
                date?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    listBankPending: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of what waits, and the sums of all that waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankPending"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    readBankEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankEntry"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    assignBankEntry: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "case_id": "81001",
                 *       "amount": 150000,
                 *       "reason": "Lo confirmó por teléfono"
                 *     }
                 */
                "application/json": components["schemas"]["BankAssignment"];
            };
        };
        responses: {
            /** @description What still waits of the entry */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankOpen"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    dismissBankEntry: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Traspaso entre cuentas propias"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description What still waits of the entry */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankOpen"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    undoBankEntry: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Era de otra cuenta"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description What waits of the entry now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankOpen"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listBankFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest fifty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankFiles"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    takeBankFile: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "banco.mt940",
                 *       "content": "OjIwOkE"
                 *     }
                 */
                "application/json": components["schemas"]["BankFileOrder"];
            };
        };
        responses: {
            /** @description What came of it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankTaken"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readBankFile: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankFileDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    listMandates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandates"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    giveMandate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reference": "M-1",
                 *       "scheme": "pain",
                 *       "kind": "clabe",
                 *       "account": "002010077777777771",
                 *       "holder": "Ana Torres",
                 *       "signed_on": "2026-11-02",
                 *       "evidence": "Firma en papel"
                 *     }
                 */
                "application/json": components["schemas"]["MandateOrder"];
            };
        };
        responses: {
            /** @description The mandates as they are now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandates"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    revokeMandate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseIdPath"];
                mandate: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Lo pidió el titular"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The mandates as they are now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandates"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listEmployers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most five hundred */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employers"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    listPayrollLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest fifty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayrollLists"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    makePayrollList: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "employer_id": "9001",
                 *       "from": "2026-11-16",
                 *       "until": "2026-11-30"
                 *     }
                 */
                "application/json": components["schemas"]["PayrollOrder"];
            };
        };
        responses: {
            /** @description The list; its file is asked for by writePayrollList */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayrollMade"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readPayrollList: {
        parameters: {
            query?: {
                /** @description differences: all but agrees */
                kind?: "differences" | "all" | "agrees" | "less" | "more" | "none" | "left" | "twice" | "unlisted" | "awaited";
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rows, and the sums of all */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayrollDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    writePayrollList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; that it was given out stands in the access log */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenFile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    withdrawPayrollList: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Era de la otra quincena"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The list as it stands */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayrollList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listDebits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest fifty, and the creditors for the next */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Debits"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
        };
    };
    makeDebit: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "COBRO-1",
                 *       "format": "pain.008.001.08",
                 *       "creditor_id": "11",
                 *       "currency": "MXN",
                 *       "on": "2026-12-01",
                 *       "creditor_name": "Acreedora",
                 *       "creditor_code": "900123456",
                 *       "account": "012180001234567897",
                 *       "orders": 12,
                 *       "amount": 480000
                 *     }
                 */
                "application/json": components["schemas"]["DebitOrder"];
            };
        };
        responses: {
            /** @description The file as it stands; its bytes are asked for by writeDebit */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Debit"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    previewDebit: {
        parameters: {
            query: {
                format: "pain.008.001.02" | "pain.008.001.08" | "pain.008.001.09" | "pain.008.001.10" | "cnab240" | "cnab400" | "asobancaria";
                creditor_id: components["schemas"]["Id"];
                currency: components["schemas"]["Currency"];
                on: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Control totals, and the first two hundred orders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebitPreview"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    readDebit: {
        parameters: {
            query?: {
                state?: "under_way" | "paid" | "returned" | "rejected" | "withdrawn";
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebitDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    writeDebit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; that accounts were given out stands in the access log */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenFile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
        };
    };
    withdrawDebit: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "El banco no lo recibió"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonOrder"];
            };
        };
        responses: {
            /** @description The file as it stands */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Debit"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    openPayLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: components["parameters"]["PayToken"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description No tries are left today */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description No link of ours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description It has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    answerPayLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: components["parameters"]["PayToken"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    answer: string;
                };
            };
        };
        responses: {
            /** @description The amount, the provider's page, the payment reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description No tries are left today */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description No link of ours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description It has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description It does not match */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    takeProviderNotice: {
        parameters: {
            query?: never;
            header: {
                /** @example t=1767000000,v1=5257a8 */
                "Stripe-Signature": string;
            };
            path: {
                provider: "stripe";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description It was taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
        };
    };
    listOutbox: {
        parameters: {
            query?: {
                /** @description `unknown` ones wait for a person */
                state?: components["schemas"]["OutboxState"];
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the outbox */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    resolveOutbox: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description One per wish of the person, 8 to 64 visible ASCII characters
                 * @example 01HRZK3V9C6E0Q
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "sent"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    outcome: "sent" | "not_sent";
                };
            };
        };
        responses: {
            /** @description The message, resolved */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxMessage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
        };
    };
    listRateCaps: {
        parameters: {
            query?: {
                /** @example CL */
                country?: string;
                kind?: string;
                /** @description The ones that count on this day; the open date if left out */
                on?: components["schemas"]["Day"];
                /** @description Every row ever recorded, corrected ones too */
                all?: "false" | "true";
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RateCap"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    listIndexValues: {
        parameters: {
            query?: {
                /** @example CL */
                country?: string;
                unit?: string;
                /** @description The ones that count on this day; the open date if left out */
                on?: components["schemas"]["Day"];
                /** @description Every row ever recorded, corrected ones too */
                all?: "false" | "true";
                /** @description `next_cursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["IndexValue"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    checkRate: {
        parameters: {
            query: {
                /** @example CL */
                country: string;
                /** @description The open date if left out */
                on?: components["schemas"]["Day"];
                /** @description Of what is published */
                segment?: string;
                /**
                 * @description Parts per million a year; without it only the most is asked
                 * @example 345600
                 */
                rate_ppm?: number;
                /** @description The contract's own rate, for limits that count on it */
                agreed_ppm?: number;
                /** @description One limit only */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer of every rule that binds that day; `unknown` is never `allowed` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeAnswers"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    checkFee: {
        parameters: {
            query: {
                /** @example CL */
                country: string;
                /** @description The open date if left out */
                on?: components["schemas"]["Day"];
                /** @description Of what is published */
                segment?: string;
                /** @description The base */
                overdue: components["schemas"]["Money"];
                days_late: number;
                currency: components["schemas"]["Currency"];
                /** @description Whether the free notice was given */
                notice?: "false" | "true";
                /** @description Without it only the most is asked */
                fee?: components["schemas"]["Money"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer of every rule that binds that day; `unknown` is never `allowed` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeAnswers"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
        };
    };
    isAlive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ready */
                    "text/plain": string;
                };
            };
            /** @description Not ready; the text says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests by operation and status with their latency, queues, outbox, last close */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example acuerdo_store_up 1 */
                    "text/plain": string;
                };
            };
            403: components["responses"]["Forbidden"];
        };
    };
}

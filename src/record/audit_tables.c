#include "record/audit_tables.h"

#include <string.h>

#define C AUDIT_COLUMN

/* clang-format off */
const struct audit_shape audit_shapes[AUDIT_TABLE_COUNT] = {
    [AUDIT_EVENT] = {
        "event", Q_EVENT_INSERT, Q_AUDIT_EVENT_RANGE, "iiiitiiiit",
        "debtor_id case_id seq id kind version business_date at actor_id payload",
        0, C(9), 0, 0, 1, 3, 2, true, 0},
    [AUDIT_DECISION] = {
        "decision", Q_DECISION_INSERT, Q_AUDIT_DECISION_RANGE, "iiiiitiiiiiiiiiiii",
        "debtor_id case_id id decided_on at cause strategy_id segment step channel template rules "
        "verdict verdict_rule silence priority next_action_on arm",
        C(17), 0, 0, 0, 1, 2, -1, true, 0}, /* the arm came later; it follows from the experiment */
    [AUDIT_ACTION] = {
        "action", Q_ACTION_INSERT, Q_AUDIT_ACTION_RANGE, "iiiiiittittiitiiiiii",
        "debtor_id id case_id at business_date user_id channel direction point_id disposition step "
        "notice_level amount note duration_s cost corrects_id outbox_id callback_on created_at",
        0, C(13), 0, 0, 2, 1, -1, false, 0},
    [AUDIT_PAYMENT] = {
        "payment", Q_PAYMENT_INSERT, Q_AUDIT_PAYMENT_RANGE, "iiittiiiiiiitii",
        "debtor_id id case_id source reference value_on booked_on amount unapplied currency "
        "claim_id returns_id state user_id created_at",
        C(8) | C(12), 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_ALLOCATION] = {
        "allocation", Q_ALLOCATION_INSERT, Q_AUDIT_ALLOCATION_RANGE, "iiiiiiiii",
        "debtor_id id payment_id claim_id amount value_on booked_on created_at component",
        0, 0, 0, 0, -1, 1, -1, false, C(8)},
    [AUDIT_PROMISE] = {
        "promise", Q_PROMISE_INSERT, Q_AUDIT_PROMISE_RANGE, "iiiiiiiiitiii",
        "debtor_id id case_id obligation_id made_on due_on amount tolerance_days tolerance_bp "
        "channel action_id user_id created_at",
        0, 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_DISPUTE] = {
        "dispute", Q_DISPUTE_INSERT, Q_AUDIT_DISPUTE_RANGE, "iiiitiiitii",
        "debtor_id id case_id obligation_id kind amount opened_on reply_due_on note user_id "
        "created_at",
        0, C(8), 0, 0, 2, 1, -1, false, 0},
    [AUDIT_HOLD] = {
        "hold", Q_HOLD_INSERT, Q_AUDIT_HOLD_RANGE, "iiitiitii",
        "debtor_id id case_id kind from_on until_on reason user_id created_at",
        0, C(6), 0, 0, 2, 1, -1, false, 0},
    [AUDIT_CONSENT] = {
        "consent", Q_CONSENT_INSERT, Q_AUDIT_CONSENT_RANGE, "iiitttiitiitttti",
        "debtor_id id point_id channel purpose state valid_from valid_until evidence recorded_at "
        "actor_id source reason wording document_hash undoes_id",
        0, C(8), 0, 0, -1, 1, -1, false, 0},
    [AUDIT_PERMIT] = {
        "contact_reservation", Q_RESERVATION_INSERT, Q_AUDIT_PERMIT_RANGE, "iiiiiiiittii",
        "debtor_id id case_id day channel outbox_id actor_id expires_at rule pack created_at "
        "point_id",
        0, 0, 0, 0, 2, 1, -1, false, C(11)},
    [AUDIT_ERASURE] = {
        "audit_erasure", Q_AUDIT_ERASURE_INSERT, Q_AUDIT_ERASURE_RANGE, "iiiiibiit",
        "debtor_id id case_id kind row_id commitments erased_at actor_id reason",
        0, 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_SETTING] = {
        "setting", Q_SETTING_INSERT, Q_AUDIT_SETTING_RANGE, "tiiti",
        "name effective_on recorded_at value actor_id",
        0, 0, C(0) | C(1) | C(2), -1, -1, -1, -1, false, 0},
    [AUDIT_STRATEGY_FILE] = {
        "strategy_file", Q_STRATEGY_FILE_INSERT, Q_AUDIT_STRATEGY_RANGE, "itt",
        "strategy_id path document_hash",
        0, 0, C(0) | C(1), -1, -1, -1, -1, false, 0},
    [AUDIT_APPROVAL] = {
        "approval", QUERY_COUNT, Q_AUDIT_APPROVAL_RANGE, "ititiiiii",
        "id subject_kind subject_id rule amount currency requested_by requested_at expires_at",
        0, 0, 0, -1, -1, 0, -1, false, 0},
    [AUDIT_APPROVAL_DECISION] = {
        "approval", QUERY_COUNT, Q_AUDIT_VERDICT_RANGE, "itiit",
        "id state decided_by decided_at reason",
        0, 0, 0, -1, -1, 0, -1, false, 0},
    [AUDIT_UNPERMITTED] = {
        "contact_unpermitted", Q_UNPERMITTED_INSERT, Q_AUDIT_UNPERMITTED_RANGE, "iiiiiitttttii",
        "debtor_id id case_id action_id business_date channel lack verdict rule reason pack "
        "actor_id created_at",
        0, 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_STRATEGY_STEP] = {
        "strategy_step", Q_STRATEGY_STEP_INSERT, Q_AUDIT_STRATEGY_STEP_RANGE, "iiiitiitt",
        "strategy_id id at business_date state active_from actor_id note document_hash",
        0, 0, C(0) | C(1), -1, -1, -1, -1, false, 0},
    [AUDIT_OVERRIDE] = { /* what was decided of it is an approval's, its use a permit's */
        "contact_override", Q_OVERRIDE_INSERT, Q_AUDIT_OVERRIDE_RANGE, "iiiiitttiii",
        "debtor_id id case_id business_date channel rule pack why approval_id asked_by asked_at",
        0, C(7), 0, 0, 2, 1, -1, false, 0},
    [AUDIT_ERASED] = {
        "erasure", Q_ERASURE_INSERT, Q_AUDIT_ERASED_RANGE, "iitiitiii",
        "debtor_id id class rows_changed request_id rule business_date at user_id",
        0, 0, 0, 0, -1, 1, -1, false, 0},
    [AUDIT_RATE_CAP] = {
        "rate_cap", Q_RATE_CAP_INSERT, Q_AUDIT_RATE_CAP_RANGE, "ttiiitii",
        "country kind from_on revision value source recorded_at actor_id",
        0, 0, C(0) | C(1) | C(2) | C(3), -1, -1, -1, -1, false, 0},
    [AUDIT_INDEX_VALUE] = {
        "index_value", Q_INDEX_VALUE_INSERT, Q_AUDIT_INDEX_VALUE_RANGE, "ttiiitiii",
        "country unit from_on revision value source recorded_at actor_id currency",
        0, 0, C(0) | C(1) | C(2) | C(3), -1, -1, -1, -1, false, 0},
    [AUDIT_PAPER] = {
        "paper", Q_PAPER_INSERT, Q_AUDIT_PAPER_RANGE, "iiitittii",
        "debtor_id id case_id kind business_date sha256 body user_id created_at",
        0, 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_CHARGE_OFF] = {
        "charge_off", Q_CHARGE_OFF_INSERT, Q_AUDIT_CHARGE_OFF_RANGE, "iiiitiitii",
        "debtor_id id case_id obligation_id kind business_date amount reason user_id created_at",
        0, C(7), 0, 0, 2, 1, -1, false, 0},
    [AUDIT_ARRANGEMENT] = { /* its terms; its states are events */
        "arrangement", Q_ARRANGEMENT_INSERT, Q_AUDIT_ARRANGEMENT_RANGE, "iiitiiiiiiitii",
        "debtor_id id case_id kind made_on owed total discount missed grace_days excess plan "
        "user_id created_at",
        0, 0, 0, 0, 2, 1, -1, false, 0},
    [AUDIT_JOINT_ARRANGEMENT] = { /* of the person: which cases it joins, theirs say */
        "joint_arrangement", Q_JOINT_ARRANGEMENT_INSERT, Q_AUDIT_JOINT_ARRANGEMENT_RANGE,
        "iitiiitii", "debtor_id id kind made_on owed total plan user_id created_at",
        0, 0, 0, 0, -1, 1, -1, false, 0},
    [AUDIT_EXPERIMENT] = {
        "experiment", Q_EXPERIMENT_INSERT, Q_AUDIT_EXPERIMENT_RANGE, "itiitii",
        "id name from_on until_on note created_by created_at",
        0, 0, 0, -1, -1, 0, -1, false, 0},
    [AUDIT_EXPERIMENT_ARM] = {
        "experiment_arm", Q_EXPERIMENT_ARM_INSERT, Q_AUDIT_EXPERIMENT_ARM_RANGE, "iittiii",
        "experiment_id place name kind strategy_id share symbol",
        0, 0, C(0) | C(1), -1, -1, -1, -1, false, 0},
    [AUDIT_EXPERIMENT_STEP] = {
        "experiment_step", Q_EXPERIMENT_STEP_INSERT, Q_AUDIT_EXPERIMENT_STEP_RANGE, "iiiitiitt",
        "experiment_id id at business_date state effective_on actor_id note document_hash",
        0, 0, C(0) | C(1), -1, -1, -1, -1, false, 0},
    [AUDIT_LEDGER_ENTRY] = {
        "ledger_entry", Q_LEDGER_ENTRY_INSERT, Q_AUDIT_LEDGER_ENTRY_RANGE, "iiiiitiiiiii",
        "debtor_id id case_id obligation_id claim_id kind component amount value_on booked_on "
        "user_id created_at",
        0, 0, 0, 0, 2, 1, -1, true, 0},
    [AUDIT_OBLIGATION_TERMS] = {
        "obligation_terms", Q_OBLIGATION_TERMS_INSERT, Q_AUDIT_OBLIGATION_TERMS_RANGE,
        "iiiiitiiittiitt",
        "debtor_id id case_id obligation_id from_on basis rate late_rate bases cap country user_id "
        "created_at unit fees",
        0, 0, 0, 0, 2, 1, -1, false, C(13) | C(14)},
    [AUDIT_PORTFOLIO_TERMS] = {
        "portfolio_terms", Q_PORTFOLIO_TERMS_INSERT, Q_AUDIT_PORTFOLIO_TERMS_RANGE, "iiitiiittitt",
        "portfolio_id from_on recorded_at basis rate late_rate bases cap country actor_id unit "
        "fees",
        0, 0, C(0) | C(1) | C(2), -1, -1, -1, -1, false, C(10) | C(11)},
    [AUDIT_ALLOCATION_RULE] = {
        "allocation_rule", Q_ALLOCATION_RULE_INSERT, Q_AUDIT_ALLOCATION_RULE_RANGE, "iiittii",
        "portfolio_id from_on recorded_at profile future is_vertical actor_id",
        0, 0, C(0) | C(1) | C(2), -1, -1, -1, -1, false, 0},
};
/* clang-format on */

int audit_column_count(const struct audit_shape *shape)
{
    return (int)strlen(shape->kinds);
}

enum audit_table audit_table_find(const char *name)
{
    for (int table = AUDIT_EVENT; table < AUDIT_TABLE_COUNT; table++)
        if (strcmp(audit_shapes[table].table, name) == 0)
            return (enum audit_table)table;
    return (enum audit_table)0;
}

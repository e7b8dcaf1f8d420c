"""Which rule of retention each column of the database falls under; a test keeps it complete."""

from collections.abc import Mapping

from service.domain.retention import RuleCode as R

COLUMNS: Mapping[str, Mapping[R, str]] = {
    "support_request": {
        R.CASE_TEXT: "situation question expected_size done_so_far avoid neutral_summary "
        "closing_lessons expected_moment confirmed_false_alarms form_token",
        R.CASE_CONTACT: "requester_name requester_role requester_email requester_phone "
        "second_contact",
        R.FIGURES: "id reference source submitted_at reopened_at clocks_started_at status "
        "status_before_pause revision owner_id municipality mayor_informed themes support_kinds "
        "phase urgency online_dimension triangle_met crisis_structure_active preferred_partner "
        "neighbour_allowed media_attention municipality_may_be_named referral_signals "
        "hold_reasons held agreement called_back_at call_back_via mailbox_confirmed_at "
        "text_erased_at erased_at ranking_due_at list_approved_at list_low_warned_at places "
        "parallel inviting_on_hold ask_again_at refusal_used_at referred_to closed_at",
    },
    "added_information": {R.CASE_MESSAGES: "id request_id at from_requester text"},
    "case_note": {R.CASE_MESSAGES: "id request_id at author_id text"},
    "read_mark": {R.CASE_MESSAGES: "user_id request_id event_id"},
    "request_vector": {R.CASE_MESSAGES: "request_id model_id vector"},
    "history_event": {
        R.CASE_TEXT: "note",
        R.COURSE: "id request_id at kind actor_kind actor_id from_status to_status facts",
    },
    "deadline": {
        R.COURSE: "id request_id invitation_id assignment_id partner_consent_id step urgency "
        "started_at due_at warn_at next_check_at met_at cancelled_at warned_at breached_at "
        "escalated_to escalated_at quiet_until paused",
    },
    "match_run": {
        R.CASE_READING: "themes support_kinds knowledge similar obstacles",
        R.FIGURES: "id request_id at model_id registry_version degraded pool_size excluded",
    },
    "candidate": {
        R.CASE_READING: "reasons features soft_conflicts",
        R.FIGURES: "id match_run_id expert_id rank rank_by_score score chance",
    },
    "shortlist_entry": {R.FIGURES: "id request_id expert_id position rank_proposed"},
    "invitation": {
        R.CASE_TEXT: "decline_note suggestion unavailable_until",
        R.FIGURES: "id request_id expert_id attempt wave state sent_at answer_by mailed_at "
        "answered_at answered_by_staff_id decline_reason",
    },
    "assignment": {
        R.FIGURES: "id invitation_id request_id expert_id state accepted_at first_contact_at "
        "confidentiality_declared_at no_conflict_declared_at contacted_at ended_at "
        "calendar_sequence",
    },
    "partner_consent": {
        R.CASE_TEXT: "note suggestion",
        R.FIGURES: "id request_id partner_id state expert_ids agreed_ids most asked_at answer_by "
        "mailed_at answered_at answered_by_staff_id",
    },
    "evaluation": {
        R.CASE_TEXT: "lessons",
        R.FIGURES: "id request_id assignment_id side asked_at answered_at usefulness "
        "would_use_again helped_decision hours",
    },
    "outbox_mail": {
        R.MAILS: "id kind template_version recipient_kind recipient_id request_id invitation_id "
        "assignment_id deadline_id evaluation_id partner_consent_id facts message_id state "
        "queued_at next_attempt_at attempts uncertain sent_at last_error",
    },
    "notice": {
        R.MAILS: "id channel kind reference facts request_id state queued_at next_attempt_at "
        "attempts sent_at last_error",
    },
    "mail_link": {
        R.LINKS: "token_hash purpose request_id invitation_id assignment_id evaluation_id "
        "partner_consent_id created_at expires_at used_at revoked_at",
    },
    "login_link": {R.LOG_INS: "token_hash user_id purpose expires_at used_at"},
    "user_session": {
        R.LOG_INS: "token_hash user_id created_at expires_at last_seen_at confirmed_at "
        "second_factor_at wrong_codes challenge browser revoked_at "
        "provider_session"
    },
    "sign_on": {
        R.LOG_INS: "state_hash browser_hash nonce_hash verifier purpose session_hash began_at "
        "expires_at",
    },
    "address_change": {
        R.LOG_INS: "id user_id asked_by_id old_email new_email asked_at expires_at ended_at "
        "confirmed",
    },
    "account_identity": {R.ACCOUNTS: "identity_hash user_id issuer bound_at used_at"},
    "user_account": {
        R.ACCOUNTS: "id name email phone role partner_id active password_hash totp_secret "
        "totp_last_step"
    },
    "recovery_code": {R.ACCOUNTS: "id user_id code_hash made_at used_at"},
    "passkey": {R.ACCOUNTS: "id user_id credential_id public_key sign_count name made_at used_at"},
    "alarm": {R.TROUBLE: "id kind subject raised_at seen_at cleared_at facts"},
    "attempt_count": {R.TRIES: "kind subject_hash count ends_at"},
    "heartbeat": {R.SIGNS: "worker job at handled"},
    "duty_shift": {R.ROSTER: "id user_id starts_at ends_at"},
    "duty_event": {R.ROSTER: "id at kind actor_id facts"},
    "expert": {
        R.EXPERTS: "external_id name email phone role_title summary themes support_kinds phases "
        "past_cases population_classes settings languages modes travel_regions "
        "weekly_availability duty municipality previous_offices interest_municipalities region "
        "party office_status years_in_office home_organisation workdays_only discipline "
        "consent_what consent_version consent_at review_due unavailable_until unavailable_since",
        R.FIGURES: "id partner_id status revision max_active cooldown_days max_per_quarter "
        "withdrawn_since erased_at",
    },
    "expert_vector": {R.EXPERT_DATA: "expert_id model_id text_hash dimension vector layers"},
    "expert_event": {R.EXPERT_DATA: "id expert_id at actor_id fields"},
    "partner": {
        R.SETTINGS: "id name standing_consent acceptance_prior consent_limit",
        R.CONTACTS: "contact_name contact_email",
    },
    "partner_event": {R.REASONS: "id partner_id at kind actor_id note"},
    "legal_hold": {
        R.REASONS: "id request_id set_at set_by_id reason lifted_at lifted_by_id lift_reason",
    },
    "audit_entry": {
        R.AUDIT: "id at actor_kind actor_id role kind detail subject_kind subject_id origin hash",
    },
    "audit_head": {R.EVIDENCE: "id position hash seal"},
    "audit_checkpoint": {R.EVIDENCE: "position hash made_at signature"},
    "retention_run": {R.EVIDENCE: "id started_at complete"},
    "destruction": {R.EVIDENCE: "id run_id at rule table_name count record_ids"},
    "key_probe": {R.SETTINGS: "id words"},
    "agreement_version": {
        R.SETTINGS: "id version name valid_from valid_until content made_at made_by_id "
        "withdrawn_at withdrawn_by_id",
    },
    "mail_template_version": {R.SETTINGS: "id kind version words taken_from made_at made_by_id"},
    "knowledge_item": {
        R.SETTINGS: "id title publisher themes phases url summary_nl source url_note verified_on",
    },
    "municipality": {
        R.SETTINGS: "name cbs_code region district in_region valid_from valid_until note",
    },
    "municipality_domain": {R.SETTINGS: "domain municipality source certain"},
    "municipality_neighbour": {R.SETTINGS: "name_a name_b note"},
    "referral_target": {
        R.SETTINGS: "signal signal_nl refer_to phone url note never_store never_match position "
        "checked_on",
    },
    "registry_version": {R.SETTINGS: "id version"},
    "support_kind": {R.SETTINGS: "slug label_nl label_en gold_slug"},
    "theme": {R.SETTINGS: "slug label_nl label_en scope_nl synonyms_nl source"},
}


def rule_of(table: str, column: str) -> R:
    """Give the rule of a column. Raises LookupError for one without an entry."""
    for rule, columns in COLUMNS.get(table, {}).items():
        if column in columns.split():
            return rule
    raise LookupError(f"no rule of retention for {table}.{column}")


def columns_under(table: str, rule: R) -> tuple[str, ...]:
    """Give the columns of a table that fall under a rule."""
    return tuple(COLUMNS.get(table, {}).get(rule, "").split())

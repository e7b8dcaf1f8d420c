"""Why each text, JSON or binary column is sealed, or may stand in the database in clear."""

from enum import StrEnum


class Why(StrEnum):
    """A reason, as the documentation prints it."""

    TYPED = "sealed: typed about a case"
    CONTACT = "sealed: how somebody can be reached"
    ADDRESS = "sealed: an address of a colleague that is never looked up"
    VERIFIER = "sealed: with it a log-in at the provider is finished"
    READ = "sealed: read from the text of a request by the model"
    PLACE_IN_LOG = "sealed: nobody without the keys can say where the audit log begins or ends"
    PROBE = "sealed: tells whether the keys fit"
    CODE = "a code, id or setting that queries and figures compare; no text of a person"
    FACTS = "ids and codes around an event; texts have columns of their own"
    PLACE = "which municipality, theme and kind: queues, filters and figures count them"
    PUBLIC = "reference data or a text of the program that is the same for everybody"
    PROFILE = "the professional profile: searched and sorted by the database; seen by the bureau"
    STAFF = "colleagues, looked up by address at log-in; business contact, no part of a case"
    HASH = "a hash, public key or challenge: the secret itself is kept nowhere"
    OTHER_KEY = "encrypted with SECOND_FACTOR_KEYS"

    @property
    def sealed(self) -> bool:
        """Say whether such a column must be sealed."""
        return self.value.startswith("sealed")


_TABLES: dict[str, dict[Why, str]] = {
    "account_identity": {Why.HASH: "identity_hash", Why.CODE: "issuer"},
    "added_information": {Why.TYPED: "text"},
    "address_change": {Why.ADDRESS: "old_email new_email"},
    "agreement_version": {Why.PUBLIC: "name content"},
    "alarm": {Why.CODE: "kind subject", Why.FACTS: "facts"},
    "assignment": {Why.CODE: "state"},
    "attempt_count": {Why.CODE: "kind", Why.HASH: "subject_hash"},
    "audit_checkpoint": {Why.HASH: "hash", Why.PLACE_IN_LOG: "signature"},
    "audit_entry": {
        Why.CODE: "actor_kind role kind detail subject_kind subject_id origin",
        Why.HASH: "hash",
    },
    "audit_head": {Why.HASH: "hash", Why.PLACE_IN_LOG: "seal"},
    "candidate": {Why.READ: "features reasons", Why.CODE: "soft_conflicts"},
    "case_note": {Why.TYPED: "text"},
    "deadline": {Why.CODE: "step urgency escalated_to"},
    "destruction": {Why.CODE: "rule table_name record_ids"},
    "duty_event": {Why.CODE: "kind", Why.FACTS: "facts"},
    "evaluation": {Why.TYPED: "lessons", Why.CODE: "side"},
    "expert": {
        Why.CONTACT: "email phone",
        Why.CODE: "external_id partner_id status consent_what consent_version",
        Why.PROFILE: (
            "name role_title summary themes support_kinds phases past_cases population_classes "
            "settings languages modes travel_regions weekly_availability municipality "
            "previous_offices interest_municipalities region party office_status "
            "home_organisation discipline"
        ),
    },
    "expert_event": {Why.CODE: "fields"},
    "expert_vector": {Why.CODE: "model_id", Why.HASH: "text_hash", Why.PROFILE: "vector layers"},
    "heartbeat": {Why.CODE: "worker job"},
    "history_event": {
        Why.TYPED: "note",
        Why.CODE: "kind actor_kind from_status to_status",
        Why.FACTS: "facts",
    },
    "invitation": {Why.TYPED: "decline_note suggestion", Why.CODE: "state decline_reason"},
    "key_probe": {Why.PROBE: "words"},
    "knowledge_item": {
        Why.PUBLIC: "id title publisher themes phases url summary_nl source url_note"
    },
    "legal_hold": {Why.TYPED: "reason lift_reason"},
    "login_link": {Why.HASH: "token_hash", Why.CODE: "purpose"},
    "mail_link": {Why.HASH: "token_hash", Why.CODE: "purpose"},
    "mail_template_version": {Why.CODE: "kind", Why.PUBLIC: "words"},
    "match_run": {
        Why.READ: "themes support_kinds knowledge similar obstacles",
        Why.CODE: "model_id excluded",
    },
    "municipality": {Why.PUBLIC: "name cbs_code region district note"},
    "municipality_domain": {Why.PUBLIC: "domain municipality source"},
    "municipality_neighbour": {Why.PUBLIC: "name_a name_b note"},
    "notice": {Why.CODE: "channel kind reference state last_error", Why.FACTS: "facts"},
    "outbox_mail": {
        Why.CODE: "kind recipient_kind message_id state last_error",
        Why.FACTS: "facts",
    },
    "partner": {Why.CONTACT: "contact_name contact_email", Why.PUBLIC: "id name"},
    "partner_consent": {
        Why.TYPED: "note suggestion",
        Why.CODE: "partner_id state expert_ids agreed_ids",
    },
    "partner_event": {Why.TYPED: "note", Why.CODE: "partner_id kind"},
    "passkey": {Why.CODE: "credential_id", Why.HASH: "public_key", Why.STAFF: "name"},
    "recovery_code": {Why.HASH: "code_hash"},
    "referral_target": {Why.PUBLIC: "signal signal_nl refer_to phone url note"},
    "request_vector": {Why.READ: "vector", Why.CODE: "model_id"},
    "sign_on": {
        Why.HASH: "state_hash browser_hash nonce_hash session_hash",
        Why.VERIFIER: "verifier",
        Why.CODE: "purpose",
    },
    "support_kind": {Why.PUBLIC: "slug label_nl label_en gold_slug"},
    "support_request": {
        Why.TYPED: (
            "situation question expected_size done_so_far avoid neutral_summary closing_lessons"
        ),
        Why.CONTACT: (
            "requester_name requester_role requester_email requester_phone second_contact"
        ),
        Why.PLACE: "municipality themes support_kinds phase urgency media_attention",
        Why.CODE: (
            "reference form_token source status status_before_pause triangle_met "
            "preferred_partner referral_signals confirmed_false_alarms hold_reasons referred_to "
            "call_back_via"
        ),
        Why.PUBLIC: "agreement",
    },
    "theme": {Why.PUBLIC: "slug label_nl label_en scope_nl synonyms_nl source"},
    "user_account": {
        Why.STAFF: "name email phone",
        Why.CODE: "role partner_id",
        Why.HASH: "password_hash",
        Why.OTHER_KEY: "totp_secret",
    },
    "user_session": {Why.HASH: "token_hash challenge provider_session", Why.CODE: "browser"},
}

SECRECY: dict[str, Why] = {
    f"{table}.{name}": why
    for table, reasons in _TABLES.items()
    for why, names in reasons.items()
    for name in names.split()
}
"""The reason per place (`table.column`); a column without one fails a test."""

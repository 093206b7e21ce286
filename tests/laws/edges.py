"""What a toy gets wrong (domain design, section 2.6), and the tests that hold each edge."""

_DOMAIN = "tests/domain"
_AGREEMENT = f"{_DOMAIN}/agreement"
_CONDUCT = f"{_DOMAIN}/conduct"
_DECISIONS = f"{_DOMAIN}/decisions"
_DYNAMIC = f"{_DOMAIN}/dynamic"
_PROPOSALS = f"{_AGREEMENT}/test_proposals.py"
_IN_FORCE = f"{_AGREEMENT}/test_in_force.py"
_TERMS = f"{_AGREEMENT}/test_terms.py"
_SLIPS = f"{_CONDUCT}/test_edges.py"
_HEARING = f"{_DECISIONS}/test_hearing.py"
_RESTING = f"{_DYNAMIC}/test_resting.py"
_AGAIN = f"{_DOMAIN}/test_endings.py"
_STOPPED = f"{_DOMAIN}/test_interruptions.py"
_HANDLE = "tests/application/test_handle.py"

EDGES: dict[str, tuple[tuple[str, str], ...]] = {
    "consent on a row id instead of content": (
        (_PROPOSALS, "a_consent_names_the_very_words_and_not_only_the_proposal"),
    ),
    "a definition changed under an unchanged clause": (
        (_IN_FORCE, "a_dependant_that_was_not_listed_rests_until_it_is_agreed_again"),
    ),
    "a typo fixed after consent": ((_PROPOSALS, "an_edit_voids_both_consents"),),
    "each consenting to the other's older revision": (
        (_PROPOSALS, "the_other_counters_and_neither_answers_older_words"),
    ),
    "adoption from history instead of live consents": (
        (_PROPOSALS, "a_consent_can_be_taken_back_before_the_other_answers"),
    ),
    "re-consent after withdrawal reusing the old record": (
        (_IN_FORCE, "a_withdrawn_consent_is_never_used_again"),
    ),
    "an intimate item in a package": (
        (_TERMS, "something_intimate_stands_alone"),
        (_TERMS, "an_intimate_dependant_is_never_carried_along"),
    ),
    "same look, other digest": (
        (f"{_DOMAIN}/test_kernel.py", "a_text_with_something_unseen_is_not_clear"),
        (
            f"{_DOMAIN}/test_kernel.py",
            "a_text_in_another_form_than_the_recorded_one_is_not_clear",
        ),
    ),
    "lapse at midnight across zones and summer time": (
        (_IN_FORCE, "a_last_day_ends_at_its_own_midnight_wherever_and_whatever_the_clocks_do"),
    ),
    "deadlines inside a pause": (
        (f"{_DYNAMIC}/test_deadlines.py", "a_deadline_moves_by_the_time_rested"),
        (
            f"{_DYNAMIC}/test_deadlines.py",
            "a_pause_of_one_area_holds_up_the_deadlines_of_that_area_only",
        ),
        (f"{_DOMAIN}/test_talks.py", "a_deadline_inside_a_pause_stands_still"),
    ),
    "a scheduler that was off for a week": (
        (f"{_DOMAIN}/test_talks.py", "a_scheduler_that_was_off_for_a_week_changes_nothing"),
        (
            f"{_DOMAIN}/test_sessions.py",
            "after_a_month_away_every_session_of_it_is_seen_and_nothing_was_recorded",
        ),
    ),
    "clock set back": ((_HANDLE, "a_clock_set_back_never_reorders_the_record"),),
    "a routine route taken under another agreement than it was raised under": (
        (
            f"{_DECISIONS}/test_deciding.py",
            "a_routine_route_is_not_taken_under_another_agreement_than_it_was_raised_under",
        ),
    ),
    "an opinion on a question later edited": (
        (_HEARING, "an_opinion_on_a_question_later_edited_no_longer_counts_as_heard"),
    ),
    "urgent to skip the hearing": (
        (f"{_DECISIONS}/test_urgency.py", "urgent_to_skip_the_hearing_is_turned_away"),
        (
            f"{_DECISIONS}/test_urgency.py",
            "whoever_acted_urgently_does_not_withdraw_the_question_from_the_hearing",
        ),
    ),
    "a delegated choice later called a breach": (
        (f"{_CONDUCT}/test_answers.py", "a_delegated_choice_is_never_a_breach"),
    ),
    "two areas with different rules": (
        (
            f"{_DOMAIN}/test_routing_edges.py",
            "a_matter_in_two_areas_takes_the_stronger_of_each_rule",
        ),
        (
            f"{_DOMAIN}/test_tasks.py",
            "a_decision_about_two_parts_asks_nothing_once_one_of_them_is_led_no_longer",
        ),
    ),
    "an area renamed while clauses refer to it": (
        (_TERMS, "an_area_may_be_renamed_while_clauses_refer_to_it"),
    ),
    "roles swapped with things open": (
        (
            f"{_DECISIONS}/test_deciding.py",
            "with_the_roles_swapped_the_question_goes_to_who_leads_now",
        ),
        (f"{_CONDUCT}/test_findings.py", "with_roles_swapped_it_still_takes_both"),
        (f"{_DOMAIN}/test_tasks.py", "roles_swapped_ask_nothing_of_the_one_who_leads_now"),
        (
            f"{_DOMAIN}/test_standards.py",
            "roles_swapped_move_the_commitments_and_not_the_duties",
        ),
    ),
    "a missed tick as a breach": ((f"{_DOMAIN}/test_standards.py", "a_missed_tick_is_no_breach"),),
    "two duties that cannot both be met": (
        (
            f"{_CONDUCT}/test_answers.py",
            "of_two_duties_that_cannot_both_be_met_the_one_kept_excuses_the_other",
        ),
    ),
    "a correction for how an opinion was put": (
        (_SLIPS, "a_correction_for_how_an_opinion_was_put_is_not_to_be_had"),
    ),
    "a second correction for the same conduct under two clauses": (
        (_SLIPS, "a_second_correction_for_the_same_conduct_under_two_clauses_is_refused"),
    ),
    "an endless restriction": (
        (f"{_CONDUCT}/test_responses.py", "there_is_no_endless_restriction"),
        (f"{_DOMAIN}/test_directions.py", "every_direction_has_an_end"),
    ),
    "yesterday's acceptance after a pause": (
        (f"{_CONDUCT}/test_relief.py", "yesterdays_acceptance_after_a_pause_is_not_used"),
        (
            f"{_DOMAIN}/test_permissions.py",
            "a_rest_that_lasts_no_time_still_ends_a_yes_to_something_intimate",
        ),
    ),
    "the lead's own breaches invisible": (
        (_SLIPS, "the_leads_own_breaches_are_as_visible_as_the_others"),
    ),
    "anything that counts during a pause": (
        (f"{_CONDUCT}/test_reporting.py", "nothing_that_happens_while_it_rests_counts"),
        (f"{_DOMAIN}/test_standards.py", "an_occurrence_in_a_pause_was_never_due"),
    ),
    "automatic resume": ((_RESTING, "no_time_ends_a_pause"),),
    "two pauses by two people, one resumed": (
        (_RESTING, "a_second_pause_voids_what_was_affirmed_after_the_first"),
    ),
    "stop inside a session": (
        (
            f"{_DOMAIN}/test_minutes.py",
            "a_stop_inside_a_session_interrupts_it_and_ends_nothing",
        ),
    ),
    "stop inside a negotiation": (
        (_STOPPED, "a_stop_inside_a_negotiation_leaves_it_open_and_adopts_nothing"),
    ),
    "stop inside a reset": (
        (f"{_DOMAIN}/test_resets.py", "a_stop_inside_a_reset_takes_every_yes_back"),
    ),
    "stop inside the signing of a resumption": (
        (_STOPPED, "a_stop_inside_the_signing_of_a_resumption_leaves_it_unsigned"),
    ),
    "old consents revived on beginning again": (
        (_AGAIN, "beginning_again_with_the_same_words_revives_no_consent"),
    ),
    "notifications that out": (("tests/laws/test_edges.py", "nothing_is_sent_to_anybody"),),
    "errors that swallow a stop": (
        (_HANDLE, "a_full_disk_lets_a_pause_through_and_nothing_else"),
        (_HANDLE, "when_no_ballast_is_left_a_pause_says_so_rather_than_pretend"),
        (_AGAIN, "what_protects_is_decided_by_looking_at_nothing_that_could_fail"),
    ),
}
"""Each edge: the file, and the name of the test without its first word."""

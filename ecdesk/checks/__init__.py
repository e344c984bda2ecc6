"""Edit rules: what figures must satisfy, which do not, and what would put them right.

``Checker`` applies a book's rules to its figures and keeps the verdicts up to date; ``localise`` says which figure is wrong;
``balance_figures`` rounds a table so that its sums hold; ``discovering`` proposes rules; ``explain`` says one in plain words.
"""

from ecdesk.checks.engine.checker import Checker, Last, check
from ecdesk.checks.engine.discovering import Proposal, discovering
from ecdesk.checks.engine.standard_rules import all_standard_rules, standard_rules
from ecdesk.checks.engine.waivers import Explained, apply_explanations
from ecdesk.checks.formulas.answered import Answered
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.completing import Completion, completion
from ecdesk.checks.language.explaining import explain
from ecdesk.checks.language.parsing import parse
from ecdesk.checks.language.syntax import RuleError
from ecdesk.checks.remedies.balanced_rounding import BalancedFigures, balance_figures
from ecdesk.checks.remedies.error_localisation import Remedies, with_suspects
from ecdesk.checks.remedies.narrowing import Narrowed, Whole, certain
from ecdesk.checks.remedies.suggestions import Suggestion

__all__ = [
    "Answered",
    "BalancedFigures",
    "Checker",
    "Completion",
    "Explained",
    "Instance",
    "Last",
    "Narrowed",
    "Proposal",
    "Remedies",
    "RuleError",
    "Suggestion",
    "Whole",
    "all_standard_rules",
    "apply_explanations",
    "balance_figures",
    "certain",
    "check",
    "completion",
    "discovering",
    "explain",
    "parse",
    "standard_rules",
    "with_suspects",
]

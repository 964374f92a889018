"""The desk's pages of notices, their templates, and what stands over mails."""

from symposium.notices.admin.letterheads import LetterheadAdmin
from symposium.notices.admin.notices import NoticeAdmin
from symposium.notices.admin.templates import NoticeTemplateAdmin

__all__ = ["LetterheadAdmin", "NoticeAdmin", "NoticeTemplateAdmin"]

"""The door of the desk, one's own account, invitations to a team, and the address under which drafts are looked at.

They stand before Django's admin: its pages to sign in and to change a password are these.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.usersessions import views as session_views
from django.urls import path, re_path

from symposium.accounts import views
from symposium.accounts.preview import preview

OWN = "admin/account/"

urlpatterns = [
    path("admin/login/", views.sign_in, name="account_login"),
    path("admin/login/factor/", factor_views.authenticate, name="mfa_authenticate"),
    path("admin/login/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("admin/password/", account_views.password_reset, name="account_reset_password"),
    path("admin/password/sent/", account_views.password_reset_done, name="account_reset_password_done"),
    path(
        "admin/password/set/", account_views.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^admin/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("admin/password_change/", account_views.password_change, name="account_change_password"),
    path("admin/join/<str:token>/", views.join, name="join"),
    path(OWN, views.account, name="account"),
    path(OWN, views.account, name="mfa_index"),
    path(OWN, views.account, name="mfa_list_webauthn"),
    path(f"{OWN}closed/", account_views.account_inactive, name="account_inactive"),
    path(f"{OWN}again/", account_views.reauthenticate, name="account_reauthenticate"),
    path(f"{OWN}again/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path(f"{OWN}again/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{OWN}password/", account_views.password_set, name="account_set_password"),
    path(f"{OWN}sessions/", session_views.list_usersessions, name="usersessions_list"),
    path(f"{OWN}app/", app_views.activate_totp, name="mfa_activate_totp"),
    path(f"{OWN}app/remove/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{OWN}passkeys/add/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path(f"{OWN}passkeys/<int:pk>/remove/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path(f"{OWN}passkeys/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{OWN}codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{OWN}codes/new/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{OWN}codes/download/", code_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("preview/<path:path>", preview, name="preview"),
]

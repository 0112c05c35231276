delivery-title = Mail
delivery-none = No mail server is set up, so nothing is sent.
delivery-none-do = Whoever runs this installation sets it in luister.toml in the data folder, or in the environment, and restarts it:
delivery-paused = Nothing is sent since { $since }: the mail server does not take our mail.
delivery-paused-alert = This stays so until somebody mends the settings below (user, password, TLS) or the mail server. Then mail goes on by itself. No contact was marked as unreachable because of this.
delivery-paused-wait = Luister tries again by itself. Nothing is lost, and no contact was marked as unreachable because of this.
delivery-finding = { $sent ->
    [one] 1 mail went out today
   *[other] { $sent } mails went out today
 }, { $waiting ->
    [0] none is waiting.
    [one] 1 is waiting.
   *[other] { $waiting } are waiting.
 }
delivery-sent-today = Sent today
delivery-waiting = Waiting
delivery-in-doubt = In doubt
delivery-bounced = Refused or returned
delivery-failed = Given up
delivery-test-do = Send a test mail to myself
delivery-test-subject = Test mail from Luister
delivery-test-text = This is a test mail. If you can read it, Luister's mail arrives.
delivery-test-hint = Look at the sender, and whether it came into the mailbox itself or among the unwanted mail.
delivery-said-test = A test mail is on its way to your own address. It should arrive within a minute.
delivery-said-again = The mail is sent once more.
delivery-said-arrived = The mail counts as sent.
delivery-in-doubt-title = { $count ->
    [one] 1 mail in doubt
   *[other] { $count } mails in doubt
 }
delivery-in-doubt-why = The connection or the server stopped just when these were handed over, so nobody knows whether they arrived. An invitation never goes out twice by itself: look in the log of the mail server, or ask, and decide here.
delivery-to = To
delivery-kind = Mail
delivery-what = What
delivery-when = When
delivery-reason = Reason
delivery-decide = Decide
delivery-arrived = It arrived
delivery-send-again = Send again
delivery-more = These are the oldest { $count }.
delivery-returns = What came back
delivery-returns-none = Nothing came back yet.
delivery-return-bounce = Returned: the address is no good
delivery-return-soft = Not delivered for now
delivery-return-complaint = Reported as unwanted
delivery-return-auto-reply = Automatic answer
delivery-kind-invitation = invitation
delivery-kind-reminder = reminder
delivery-kind-password-reset = new password
delivery-kind-test = test mail
delivery-kind-test-invitation = test of an invitation
delivery-kind-alarm = alarm
delivery-kind-case-due = reminder of a case
delivery-kind-case-escalated = overdue case
delivery-kind-case-handed-over = case handed over
delivery-kind-case-opened = new case
delivery-kind-case-unowned = case that nobody has
delivery-kind-digest = digest
delivery-kind-outreach = letter to a contact
delivery-kind-report = report
delivery-kind-rule-told = message of a rule
delivery-kind-webhook-trouble = webhook in trouble
delivery-set-up = How it is set up
delivery-set-up-where = Settings are in luister.toml in the data folder, or in the environment. Passwords are not shown here.
delivery-server = Mail server
delivery-security-starttls = encrypted (STARTTLS)
delivery-security-tls = encrypted (TLS)
delivery-security-none = not encrypted
delivery-from = Sender
delivery-signed = Signature (DKIM)
delivery-signed-yes = every mail is signed
delivery-signed-no = none; many receivers want one
delivery-bounce = Bounce address
delivery-bounce-none = none; bounces go to the sender and are not noticed
delivery-speed = Speed
delivery-speed-is = at most { $count } a minute to one domain
delivery-inbox = Mailbox for bounces
delivery-inbox-none = none; bounces are only noticed when a provider reports them by the API
delivery-inbox-error = The mailbox can't be read.
delivery-inbox-error-do = Mail goes out as usual, but what comes back is not noticed. Luister tries again by itself. Check server, user, password and folder in the settings.
delivery-inbox-read = Last read { $at }. { $counted } messages counted, { $ignored } were ignored because they are no reports about our mail.
delivery-inbox-never = Not read yet.
delivery-unsubscribe-title-ask = No more questions by mail?
delivery-unsubscribe-why-ask = { $company } then sends you no more invitations to surveys.
delivery-unsubscribe-title-done = You get no more questions by mail
delivery-unsubscribe-why-done = { $company } sends you no more invitations to surveys. Did you not mean to?
delivery-unsubscribe-title-ended = You get no more questions by mail
delivery-unsubscribe-why-ended = { $company } sends you no invitations to surveys. Would you like to give your opinion again?
delivery-unsubscribe-title-undone = Good to have you back
delivery-unsubscribe-why-undone = { $company } may ask for your opinion by mail again, now and then.
delivery-unsubscribe-title-nobody = You get no mail from this
delivery-unsubscribe-why-nobody = This mail was a test, or you are not known to { $company } any more. There is nothing to end.
delivery-unsubscribe-do = No more mails
delivery-unsubscribe-undo = Do send me mails
delivery-unsubscribe-done = You get no more questions by mail.

survey-list-title = Surveys
survey-new = New survey
survey-new-what = What do you want to know?
survey-new-title-hint = Respondents see it above the questions. Leave it empty for a title that fits; you can change everything afterwards.
survey-new-languages-hint = The first one is for respondents whose language the survey does not have. You can add other languages afterwards.
survey-new-do = Make the survey
survey-new-not = Not now
survey-languages-nl-en = Dutch and English, Dutch first
survey-languages-en-nl = Dutch and English, English first
survey-languages-nl = Dutch
survey-languages-en = English
survey-language-nl = Dutch
survey-language-en = English
survey-language-de = German
survey-language-fr = French
survey-language-es = Spanish
survey-template-relational-nps = Loyalty and its drivers (NPS)
survey-template-why-relational-nps = Would customers recommend you, why, and what drives it? For all customers, once or a few times a year.
survey-template-ces = Ease after a contact (CES)
survey-template-why-ces = How easy was it to get a question answered? Right after a contact. On five points, 5 = very easy.
survey-template-csat = Satisfaction with one thing (CSAT)
survey-template-why-csat = How satisfied are customers with one aspect of your product or service? The share of 4 and 5 on five points.
survey-template-cas = Acting in the customer's interest (CAS)
survey-template-why-cas = Do customers feel that you do what is best for them? The share of 4 and 5 on five points.
survey-template-enps = Employees (eNPS)
survey-template-why-enps = Would employees recommend you as an employer, why, and what drives it?
survey-template-empty = Empty
survey-template-why-empty = Make all questions yourself.
survey-empty-title = Ask your customers something
survey-empty-why = Start with one question that says most: would they recommend you, and why? The survey is ready in two minutes; you share it by a link or a QR code, and see the answers at once.
survey-empty-do = Make a loyalty survey
survey-empty-ces = Or ask how easy a contact was
survey-empty-other = choose something else
survey-empty-viewer = An administrator can make a survey.
survey-column-responses = Responses
survey-column-made = Made
survey-tabs = Parts of this survey
survey-tab-questions = Questions
survey-tab-share = Share
survey-tab-results = Results
survey-tab-preview = Preview
survey-status = Status
survey-status-draft = draft
survey-status-open = open
survey-status-closed = closed
survey-status-why-draft = Nobody can answer yet. Publish it when it is ready.
survey-status-why-open = Everybody with the link can answer.
survey-status-why-closed = It takes no more answers. What was answered stays.
survey-responses = { $n ->
    [0] no responses yet
    [one] { $n } response
   *[other] { $n } responses
}
survey-version-n = version { $n }
survey-versions = Versions
survey-version-from = since { $when }
survey-version-wording = other wording: { $keys }
survey-version-scale = other scale: { $keys }
survey-said-created = Your survey is made. Read it through, change what you like, and publish it.
survey-said-saved = Saved.
survey-said-version = Saved. From now on answers belong to a new version; the trend gets a break line where wording or scale changed.
survey-said-published = Published. Share the link or the QR code: answers show up at once.
survey-said-closed = Closed. What was answered stays; you can open it again.
survey-said-reopened = Open again.
survey-conflict-title = Somebody else changed this survey while you were working on it.
survey-conflict = Nothing of yours was stored yet; it is all still here. Look at what the other one made of it. If you save now, yours replaces it.
survey-conflict-look = See what is stored now (in a new tab)
survey-errors = { $n ->
    [one] One thing is not right yet. Nothing was stored; what you typed is still here.
   *[other] { $n } things are not right yet. Nothing was stored; what you typed is still here.
}
survey-unsaved = You have changes that are not saved yet.
survey-makes-version = { $n ->
    [one] One answer exists: saving this starts version { $version }. Figures never mix scales, and the trend gets a break line where the wording changed.
   *[other] { $n } answers exist: saving this starts version { $version }. Figures never mix scales, and the trend gets a break line where the wording changed.
}
survey-would-make-version = { $n ->
    [one] One answer exists: changed wording or another scale starts version { $version }, and the trend gets a break line. New translations and pages don't.
   *[other] { $n } answers exist: changed wording or another scale starts version { $version }, and the trend gets a break line. New translations and pages don't.
}
survey-texts = Around the questions
survey-languages = Languages
survey-languages-hint = Codes with a comma between them, the default first, such as en, nl, de.
survey-languages-do = Show fields
survey-title = Title
survey-intro = Why you ask, in one sentence
survey-thanks = Thanks: what happens with the answer
survey-employees = Asked of employees
survey-employees-hint = The recommend score is then called eNPS.
survey-missing-here = No translation yet: respondents read the default language here.
survey-no-questions = There are no questions yet. Add one below.
survey-question-n = Question { $n }
survey-question-text = Wording
survey-question-changed = Changed since the last save.
survey-kind-recommend = Recommend, 0 to 10
survey-kind-agree = Statement, disagree to agree (1 to 5) or don't know
survey-kind-effort = Effort, 1 to 5
survey-kind-satisfaction = Satisfaction, 1 to 5
survey-kind-advocacy = Acting in my interest, 1 to 5
survey-kind-open-text = Open question
survey-kind-single-choice = One of several choices
survey-kind-multiple-choice = Any of several choices
survey-direction = Which end is good?
survey-direction-easy-high = 5 = very easy: "it was easy for me …"
survey-direction-effort-high = 5 = very much effort: "how much effort did it take you …"
survey-choices = Choices
survey-choice-n = Choice { $n }
survey-choice-add = Add a choice
survey-choice-remove = Remove
survey-choice-remove-n = Remove choice { $n }
survey-required = Must be answered
survey-driver = Driver: analyse how it goes together with the score
survey-driver-short = driver
survey-new-page = Begins a new page
survey-more = Key and touchpoint
survey-key = Key
survey-key-hint = Names the answer in exports and in the API. Leave it empty and it is made from the wording.
survey-key-fixed-hint = Names the answer in exports and in the API. There are answers under this key, so it stays.
survey-touchpoint = Touchpoint
survey-touchpoint-hint = The moment of contact it is about, such as "onboarding".
survey-move-up = Move question { $n } up
survey-move-down = Move question { $n } down
survey-remove = Remove question { $n }
survey-removed = A question was removed. It is gone after you save.
survey-undo = Put it back
survey-add-kind = Kind of question
survey-add = Add a question
survey-save = Save
survey-save-publish = Save and publish
survey-publish = Publish
survey-close = Close the survey
survey-reopen = Open it again
survey-remove-draft = Remove this draft
survey-remove-draft-why = The draft goes away for good. There are no answers to it.
survey-remove-draft-do = Remove the draft
survey-aside = About this survey
survey-length = Length
survey-seconds = About { $n } seconds to answer.
survey-long = That is more than a minute: the longer it is, the fewer people reach the end. Which questions can go?
survey-missing = { $n ->
    [one] One text has no translation yet.
   *[other] { $n } texts have no translation yet.
}
survey-share-draft = This survey is a draft: the link shows nothing until you publish it.
survey-share-closed = This survey is closed: the link says so and takes no answers.
survey-share-link = Public link
survey-share-link-why = Everybody with this link can answer.
survey-share-copy = Copy the link
survey-share-copied = Copied
survey-share-qr = QR code
survey-share-qr-why = For paper, a screen or a counter. It prints sharply at any size.
survey-share-qr-alt = QR code of { $url }
survey-share-qr-do = Download the QR code (SVG)
survey-fault-key-form = A key has lower-case letters, digits and _, begins with a letter and has at most 40 characters.
survey-fault-key-twice = This key is used twice; every key is unique.
survey-fault-key-reserved = This key has a meaning of its own in exports; choose another one.
survey-fault-no-text = A text is needed here ({ $language }).
survey-fault-text-too-long = At most { $max } characters.
survey-fault-control-character = There are control characters in this text.
survey-fault-no-language = Name at least one language.
survey-fault-language-form = "{ $given }" is not a language code such as nl, en or pt-BR.
survey-fault-language-twice = The language "{ $given }" is named twice.
survey-fault-language-not-offered = There is a text in "{ $language }", but the survey is not offered in that language.
survey-fault-too-many-languages = At most { $max } languages.
survey-fault-too-many-questions = At most { $max } questions.
survey-fault-no-questions = Without a question there is nothing to publish.
survey-fault-needs-direction = Say which end of the scale is good: easy_high or effort_high.
survey-fault-takes-no-direction = Only an effort question has a direction.
survey-fault-driver-must-agree = Only a statement (kind agree) can be a driver.
survey-fault-few-choices = Give at least two choices.
survey-fault-too-many-choices = At most { $max } choices.
survey-fault-takes-no-choices = Only choice questions have choices.
survey-fault-no-template = There is no template "{ $given }"; there are { $all }.

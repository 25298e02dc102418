"""What is settled about the sources of the eight fixtures."""

from __future__ import annotations

from cedsl.records.days import Order
from cedsl.records.numerals import Mark
from cedsl.records.profile import ColumnSetting, Profile, SessionSetting

NOTHING = ColumnSetting(means="nothing")

ROSTER = Profile(
    name="ce-broker-roster",
    title="Provider roster without a header",
    header=0,
    columns={
        "column 1": ColumnSetting(means="provider", prefix="50-"),
        "column 2": ColumnSetting(means="course", prefix="20-"),
        "column 3": ColumnSetting(means="own course"),
        "column 4": NOTHING,
        "column 5": ColumnSetting(means="member"),
        "column 6": ColumnSetting(means="date", order=Order.MONTH_FIRST),
        "column 7": ColumnSetting(means="state"),
        "column 8": ColumnSetting(means="profession"),
        "column 9": ColumnSetting(means="category"),
        "column 10": ColumnSetting(means="hours", decimals=Mark.POINT),
    },
    courses={"778120": "2h"},
    either=(("column 2", "column 3"),),
)

EXCEL_DE = Profile(
    name="excel-de",
    title="German spreadsheet",
    columns={
        "Mitglied": ColumnSetting(means="member"),
        "Datum": ColumnSetting(means="date", order=Order.DAY_FIRST),
        "Stunden": ColumnSetting(means="hours"),
        "Kategorie": ColumnSetting(means="category", values={"Ethik": "ethics", "Personal – Führung": "hr"}),
    },
)

MIXED = Profile(name="mixed-dates", title="Dates of several hands")

ZOOM = Profile(
    name="zoom-participants",
    title="Zoom participants",
    header=4,
    order=Order.MONTH_FIRST,
    columns={
        "Name (Original Name)": ColumnSetting(means="member"),
        "User Email": NOTHING,
        "Join Time": ColumnSetting(means="joined"),
        "Leave Time": ColumnSetting(means="left"),
        "Duration (Minutes)": ColumnSetting(means="minutes"),
        "Guest": NOTHING,
    },
    known_by="User Email",
    session=SessionSetting("Start Time", "End Time"),
)

WEBEX = Profile(
    name="webex-attendees",
    title="Webex attendees",
    columns={"Attendance Duration": ColumnSetting(means="duration")},
)

WIDE = Profile(
    name="wide-units",
    title="Claims with a column for each skill",
    columns={"Total": ColumnSetting(means="amount")},
    whole=True,
)

LMS = Profile(
    name="lms-completions",
    title="Completions of a learning platform",
    order=Order.DAY_FIRST,
    columns={"enrolled": NOTHING},
)

LOG = Profile(name="personal-log", title="Personal log in a spreadsheet", header=3)

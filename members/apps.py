from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "党员"

    def ready(self) -> None:
        from branches.selectors import holders

        holders.ALSO_AT.append("member__organization")

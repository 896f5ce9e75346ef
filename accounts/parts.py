"""What accounts show elsewhere: what of them is sealed."""

from accounts.models import SecondFactor
from core.sealing import SealedTable

SEALED_FACTORS = SealedTable(
    SecondFactor, SecondFactor.SEALED_AS, ("secret_sealed", "recovery_sealed"), key=("user_id",)
)

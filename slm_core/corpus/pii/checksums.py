"""Check digits of cards, accounts and identity numbers: pure functions of their characters."""

import datetime

_VERHOEFF_PRODUCT = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_TURN = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_IBAN_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU",
    31: "MT SC",
    32: "LC",
}
_IBAN_LENGTHS = {
    country: length for length, codes in _IBAN_COUNTRIES.items() for country in codes.split()
}


def luhn(digits: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812): cards, Swedish identity numbers."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card(digits: str) -> bool:
    """Whether a card network gives out numbers that begin so and are as long, and Luhn holds."""
    length, four = len(digits), int(digits[:4])
    two = four // 100
    known = (
        (digits[0] == "4" and length in (13, 16, 19))
        or ((51 <= two <= 55 or 2221 <= four <= 2720) and length == 16)
        or (two in (34, 37) and length == 15)
        or ((four == 6011 or two == 65 or 644 <= four // 10 <= 649) and length in (16, 19))
        or (two == 62 and 16 <= length <= 19)
        or (3528 <= four <= 3589 and length == 16)
        or ((two in (36, 38, 39) or 300 <= four // 10 <= 305) and length == 14)
        or (four in (5018, 5020, 5038, 6304, 6759, 6761, 6762, 6763) and length == 16)
    )
    return known and len(set(digits)) > 1 and luhn(digits)


def iban(compact: str) -> bool:
    """ISO 13616: the length of the country, and the remainder 1 by 97."""
    if _IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def iban_length(country: str) -> int:
    """Characters of an IBAN of this country; 0 where it has none."""
    return _IBAN_LENGTHS.get(country, 0)


def chinese_identity(code: str) -> bool:
    """GB 11643: 17 digits with a date of birth, and a check character by 11."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(code, weights, strict=False))
    return code[-1].upper() == "10X98765432"[total % 11] and is_birth(code[6:14])


def hong_kong_identity(code: str) -> bool:
    """HKID, such as A123456(3): a check character by 11, blanks counting as 36."""
    compact = code.replace("(", "").replace(")", "").rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in compact[:8]]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return "0A987654321"[total % 11] == compact[8]


_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""Those of the places where somebody was registered, in the order of their codes from 10 on."""


def taiwan_identity(code: str) -> bool:
    """Identity and residence numbers of Taiwan, such as A123456789: a check digit by 10."""
    place = _TAIWAN_LETTERS.index(code[0]) + 10
    second = code[1] if code[1].isdigit() else str(_TAIWAN_LETTERS.index(code[1]) % 10)
    digits = [int(digit) for digit in second + code[2:]]
    weighed = sum(digit * weight for digit, weight in zip(digits, range(8, 0, -1), strict=False))
    return (place // 10 + place % 10 * 9 + weighed + digits[8]) % 10 == 0


def german_tax(digits: str) -> bool:
    """The tax number of a person (§ 139b AO): digits' spread, and ISO 7064 MOD 11,10."""
    counts = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    # One digit occurs twice or three times; of the others each at most once.
    if digits[0] == "0" or counts[-1] not in (2, 3) or counts[-2] != 1:
        return False
    product = 10
    for digit in digits[:10]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def social_security(digits: str) -> bool:
    """US Social Security: which areas, groups and serials are given out."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    given = area not in ("000", "666") and area[0] != "9"
    return given and group != "00" and serial != "0000" and digits not in _SHOWN_NUMBERS


_SHOWN_NUMBERS = ("078051120", "219099999", "123456789")  # printed on wallets and in advertisements


def spanish_identity(code: str) -> bool:
    """DNI and NIE: the letter by 23."""
    digits = code[:-1].translate(str.maketrans("XYZ", "012"))
    return code[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23]


def french_identity(digits: str) -> bool:
    """NIR, the number of French social security: sex, month, and the key by 97."""
    month = int(digits[3:5])
    sound = digits[0] in "12" and (1 <= month <= 12 or 20 <= month <= 42)
    return sound and 97 - int(digits[:13]) % 97 == int(digits[13:15])


def italian_identity(code: str) -> bool:
    """Codice fiscale: 15 characters and a letter by 26."""
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25)
    odd += (24, 23)
    total = 0
    for position, letter in enumerate(code[:15]):
        value = int(letter) if letter.isdigit() else ord(letter) - 65
        total += value if position % 2 else odd[value]
    return chr(65 + total % 26) == code[15]


def polish_identity(digits: str) -> bool:
    """PESEL: a date of birth and a check digit."""
    month = int(digits[2:4])
    century = {0: "19", 20: "20", 80: "18"}.get(month // 20 * 20, "")
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    day = f"{century}{digits[:2]}{month % 20:02}{digits[4:6]}"
    return total % 10 == 0 and bool(century) and is_birth(day)


def brazilian_identity(digits: str) -> bool:
    """CPF: two check digits by 11."""
    for length in (9, 10):
        total = sum(int(digit) * (length + 1 - at) for at, digit in enumerate(digits[:length]))
        if total * 10 % 11 % 10 != int(digits[length]):
            return False
    return len(set(digits)) > 1


def indian_identity(digits: str) -> bool:
    """Aadhaar: Verhoeff's check digit."""
    state = 0
    for position, digit in enumerate(reversed(digits)):
        turned = int(_VERHOEFF_TURN[position % 8][int(digit)])
        state = int(_VERHOEFF_PRODUCT[state][turned])
    return state == 0 and digits[0] not in "01"


def swedish_identity(digits: str) -> bool:
    """Personnummer, ten digits: a date of birth and Luhn."""
    return luhn(digits) and is_birth(f"19{digits[:6]}")


def is_birth(eight: str) -> bool:
    """Whether yyyymmdd is a day on which somebody who is written about may have been born."""
    try:
        day = datetime.date(int(eight[:4]), int(eight[4:6]), int(eight[6:8]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100

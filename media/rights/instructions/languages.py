"""What German and French desks write, in the English words that the rules read.

The sentence is in capitals without accents. Only whole phrases of the trade are put into English:
a caption in German or French stays what it is, and says nothing to the rules.
"""

import re

_USE_DE = r"(?:VERWENDUNG|NUTZUNG|VEROFFENTLICHUNG|PUBLIKATION)"
_USE_FR = r"(?:UTILISATION|PUBLICATION|DIFFUSION|EXPLOITATION)"
_SALE_DE = r"(?:(?:WEITER)?VERKAUF|WEITERGABE(?: AN DRITTE)?|WEITERVERBREITUNG|DRITTVERWERTUNG)"
_SENT_DE = (
    r"(?:DER )?(?:UBERTRAGUNG|UBERMITTLUNG|SENDUNG|VEROFFENTLICHUNG|ERHALT|LIEFERUNG|DOWNLOAD)"
)
_COUNTS = (
    (r"EINE[MNRS]?", "ONE"), (r"ZWEI", "TWO"), (r"DREI", "THREE"), (r"VIER", "FOUR"),
    (r"SECHS", "SIX"), (r"ZWOLF", "TWELVE"), (r"UNE?", "ONE"), (r"DEUX", "TWO"),
    (r"TROIS", "THREE"), (r"QUATRE", "FOUR"), (r"QUINZE", "FIFTEEN"), (r"TRENTE", "THIRTY"),
)  # fmt: skip
_UNITS = (
    (r"STUNDEN?|HEURES?", "HOURS"), (r"TAGEN?|TAGE|TAG|JOURS?", "DAYS"),
    (r"WOCHEN?|SEMAINES?", "WEEKS"), (r"MONATEN?|MONATE?|MOIS", "MONTHS"),
    (r"JAHREN?|JAHRE?|ANS|ANNEES?", "YEARS"),
)  # fmt: skip
_WEEKDAYS = (
    (r"MONTAGS?|LUNDI", "MONDAY"), (r"DIENSTAGS?|MARDI", "TUESDAY"),
    (r"MITTWOCHS?|MERCREDI", "WEDNESDAY"), (r"DONNERSTAGS?|JEUDI", "THURSDAY"),
    (r"FREITAGS?|VENDREDI", "FRIDAY"), (r"SAMSTAGS?|SONNABENDS?|SAMEDI", "SATURDAY"),
    (r"SONNTAGS?|DIMANCHE", "SUNDAY"),
)  # fmt: skip
_A_DAY = r"(?=\d|[A-Z]{3,6}DAY\b)"
_A_TIME = (
    r"(?=$|[ ,(]+(?:(?:BIS|AB|NACH|VOR|JUSQU|AVANT|APRES|PENDANT|DURANT|A PARTIR)\b"
    r"|FUR (?:\d|(?:ONE|TWO|THREE|FOUR|SIX|TWELVE)\b)))"
)
_A_COUNT = r"(?:\d{1,3}|ONE|TWO|THREE|FOUR|SIX|TWELVE|FIFTEEN|THIRTY)"

_PHRASES = [
    *((rf"\b{theirs} (?=(?:{'|'.join(unit for unit, _ours in _UNITS)})\b)", f"{ours} ")
      for theirs, ours in _COUNTS),
    *((rf"(?<=\d )(?:{theirs})\b|\b(?:(?<=ONE )|(?<=TWO )|(?<=THREE )|(?<=FOUR )|(?<=SIX )"
       rf"|(?<=TWELVE )|(?<=FIFTEEN )|(?<=THIRTY ))(?:{theirs})\b", ours)
      for theirs, ours in _UNITS),
    *((rf"\b(?:{theirs})\b", ours) for theirs, ours in _WEEKDAYS),
    # German.
    (r"\bNICHT (?=(?:VOR|NACH|BIS)\b)(.{3,80}?) (?:VERWENDEN|NUTZEN|VEROFFENTLICHEN|PUBLIZIEREN)$",
     r"NOT TO BE USED \1"),
    (r"\b(?:IN|FUR) (?:DER |DEN |DIE |DAS )?(?=[A-Z,/ -]{2,60}\bGESPERRT\b)", ""),
    (rf"\b(?:IST |SIND )?GESPERRT{_A_TIME}", "OUT"),
    (r"\bBIS (?:ZUM )?ENDE (?:DES |VON )?", "UNTIL END OF "),
    (rf"\b(?:NUR )?(?:ZUR )?EINMALIGEN? {_USE_DE}\b", "ONE TIME USE ONLY"),
    (rf"\bKEINE? {_SALE_DE}\b", "NO SALES"),
    (r"\bNICHT (?:WEITER)?VERKAUFEN\b|\bNICHT AN DRITTE WEITERGEBEN\b", "NO SALES"),
    (r"\bKEINE? ARCHIV(?:IERUNG|E)?\b|\bNICHT ARCHIVIEREN\b", "NO ARCHIVES"),
    (rf"\bKEINE? (?:INTERNET|ONLINE)(?:-? ?{_USE_DE})?\b", "NO INTERNET USE"),
    (rf"\bKEINE? {_USE_DE} (?:IM INTERNET|ONLINE)\b", "NO INTERNET USE"),
    (r"\bNUR (?:FUR|IM) PRINT\b", "PRINT ONLY"),
    (rf"\bKEINE? {_USE_DE}\b", "NO USE"),
    (rf"\bNICHT (?:ZUR|FUR DIE) {_USE_DE}\b", "NOT FOR USE"),
    (r"\bNICHT (?:MEHR )?(?:VERWENDEN|NUTZEN|VEROFFENTLICHEN|PUBLIZIEREN)\b", "NOT TO BE USED"),
    (rf"\bNUR (?:ZUR {_USE_DE} )?IN (?:DER |DEN )?", "ONLY FOR USE IN "),
    (r"\bGESPERRT (?:FUR|IN) (?:DIE |DEN |DER )?", "NOT FOR USE IN "),
    (r"(?<=USE )IN (?:DER|DEN|DEM) ", "IN "),
    (rf"\b(?:AB|NACH) {_SENT_DE}\b", "FROM TRANSMISSION"),
    (rf"\bNACH (?:DEM )?{_A_DAY}", "AFTER "),
    (rf"\bVOR (?:DEM )?{_A_DAY}", "BEFORE "),
    (r"\bBIS (?:(?:ZUM |ZU )?EINSCHLIESSLICH|EINSCHLIESSLICH (?:ZUM |ZU )?) ?"
     r"(?=\d\d?[./]| ?\d{4}-|[A-Z]{3,6}DAY\b)", "UNTIL AND INCLUDING "),
    (r"\bBIS (?:ZUM |ZU )?(?=\d\d?[./]| ?\d{4}-|[A-Z]{3,6}DAY\b)", "UNTIL "),
    (rf"\b(?:INNERHALB VON|BINNEN) (?={_A_COUNT}\b)", "WITHIN "),
    (rf"\bFUR (?:MAXIMAL )?(?={_A_COUNT}\b)", "FOR "),
    (rf"\b{_USE_DE} (?={_A_COUNT} (?:HOURS|DAYS|WEEKS|MONTHS|YEARS)\b)", "USE FOR "),
    (r"\b(?:HONORAR|LIZENZ)FREI(?:E[NRS]?)?\b", "FREE"),
    (rf"\b(?:{_USE_DE}|VERWENDEN|NUTZEN|NUTZBAR)\b", "USE"),
    # French.
    (r"\b(?:USAGE|UTILISATION) UNIQUE\b", "ONE TIME USE"),
    (r"\b(?:PAS DE|AUCUNE|SANS|NI) (?:RE)?VENTE\b", "NO SALES"),
    (r"\b(?:RE)?VENTE INTERDITE\b|\bINTERDITE? (?:A LA|DE) (?:RE)?VENTE\b", "NO SALES"),
    (r"\b(?:PAS D'|AUCUN |SANS )ARCHIV(?:ES?|AGE)\b|\bARCHIVAGE INTERDIT\b", "NO ARCHIVES"),
    (r"\bPAS D'INTERNET\b|\bINTERDITE? SUR (?:L')?INTERNET\b", "NO INTERNET"),
    (r"\b(?:A )?NE PAS (?:PUBLIER|UTILISER|DIFFUSER)\b", "NOT TO BE USED"),
    (rf"\b(?:AUCUNE |PAS D'|PAS DE ){_USE_FR}\b", "NO USE"),
    (rf"\b{_USE_FR} INTERDITE\b", "NO USE "),
    (rf"(?<=[A-Z] )INTERDITE?S?{_A_TIME}", "OUT"),
    (r"\bINTERDITE? (?=(?:EN|AU|AUX|APRES|AVANT)\b)", "NO USE "),
    (r"(?<=USE)D? +(?:EN|AU|AUX) ", " IN "),
    (r"\b(?:AUTORISEE?S?|LIBRES?(?: DE DROITS?)?) (?:EN|AU|AUX) ", "FREE FOR USE IN "),
    (r"\bJUSQU'A (?:LA )?FIN (?:DE |D')?", "UNTIL END OF "),
    (r"\bSAUF (?:EN |AU |AUX |LA |LE |LES |L')?", "EXCEPT "),
    (r"\bSOUS EMBARGO\b", "EMBARGOED"),
    (r"\bJUSQU'(?:AU?|EN) ", "UNTIL "),
    (rf"\bAPRES (?:LE )?{_A_DAY}", "AFTER "),
    (rf"\bAVANT (?:LE )?{_A_DAY}", "BEFORE "),
    (rf"\bA PARTIR D[UE] {_A_DAY}", "FROM "),
    (rf"\b(?:PENDANT|DURANT|POUR) (?={_A_COUNT}\b)", "FOR "),
    (r"\bA (?:COMPTER|PARTIR) DE (?:LA )?(?:DATE DE )?(?:TRANSMISSION|DIFFUSION|RECEPTION)\b",
     "FROM TRANSMISSION"),
    (r"(?<=\d )A (?=\d{1,2} ?H)", "AT "),
    (rf"\b{_USE_FR}\b", "USE"),
    (r"\bDROITS\b", "RIGHTS"),
]  # fmt: skip
_COMPILED = [(re.compile(theirs), ours) for theirs, ours in _PHRASES]
_FOREIGN = re.compile(
    r"\b(?:KEINE?|NICHT|NUR|BIS|GESPERRT|HONORARFREI|LIZENZFREI|EINMALIGEN?|VERWENDUNG|NUTZUNG"
    r"|VERWENDEN|NUTZEN|NUTZBAR|JUSQU|EMBARGO|NE PAS|PAS D[E']|AUCUNE?|SANS|INTERDITE?S?|SAUF"
    r"|SPERRFRIST|LIBRES?"
    r"|USAGE|UTILISATION|DIFFUSION|DROITS|VENTE|TAGE|JOURS)\b"
)


def in_english(sentence: str) -> str:
    """The sentence with the phrases of the trade in English; any other as it is."""
    if not _FOREIGN.search(sentence):
        return sentence
    for theirs, ours in _COMPILED:
        sentence = theirs.sub(ours, sentence)
    return sentence

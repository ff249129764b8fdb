"""Lists English words that name no topic: function words, fillers of spoken video, calendar words."""

FUNCTION_WORDS = frozenset(
    """
    a about above after again against all almost along already also although always am among an and another any anybody
    anyone anything are around as at away back be because been before behind being below between both but by can cannot
    could did do does doing done down during each either else enough even ever every everybody everyone everything few
    first for from further get gets getting give given go goes going gone got had has have having he her here hers
    herself him himself his how however i if in indeed instead into is it its itself just keep kept last later least
    less let lets like likely made make makes making many may maybe me might mine more most much must my myself near
    nearly neither never next no nobody none nor not nothing now of off often on once one ones only onto or other others
    our ours ourselves out over own per perhaps put quite rather really said same say says second see seem seems seen
    several shall she should since so some somebody someone something sometimes somewhere soon still such take taken
    than that the their theirs them themselves then there therefore these they this those though three through thus to
    together too took toward towards two under until up upon us use used using very via want wants was way ways we well
    went were what whatever when where whether which while who whoever whole whom whose why will with within without
    would yes yet you your yours yourself yourselves
    don doesn didn isn aren wasn weren won hasn haven hadn couldn shouldn wouldn ain ll ve re
    """.split()
)

FILLERS = frozenset(
    """
    hello hi hey welcome thanks thank goodbye bye please okay ok yeah yep oh ah um uh guys folks everyone everybody
    channel video videos show shows episode podcast subscribe subscriber subscribers like comment comments link
    guest guests host viewer viewers audience today tomorrow yesterday tonight now year years month months week weeks
    day days hour hours minute minutes second seconds moment moments morning afternoon evening night weekend time times
    thing things stuff lot lots bit kind kinds sort sorts way ways example examples question questions answer answers
    people person persons man men woman women guy part parts number numbers reason reasons case cases point points
    fact facts place places side sides end start beginning top bottom middle rest piece pieces amount couple little
    good great nice big small new old best better worst bad many much different important possible sure able right
    first second third fourth fifth last next previous final half
    learn learned watch watched know think thought mean look looking find found talk talking tell told show shown
    add added send sent cut come came coming work works working happen happens happened start started try tried
    picture pictures bunch idea ideas issue issues problem problems level minimum maximum
    """.split()
)

CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays january february march april may june july august september october november december
    spring summer autumn fall winter today tomorrow yesterday
    """.split()
)

#: Words that are no topic by themselves.
SMALL_WORDS = FUNCTION_WORDS | FILLERS | CALENDAR

#: Words before a noun: articles, possessives, demonstratives, some quantities.
DETERMINERS = frozenset(
    "a an the my your his her its our their this that these those some any each every no another both".split()
)

namespace CallbackBot.Dialogs.Understanding.Lexicon;

/// <summary>What a word does in a reply. The files <c>words-zh.tsv</c> and <c>words-en.tsv</c> say which words belong to which class.</summary>
[Flags]
internal enum WordClass : ulong
{
    None = 0,

    // How things are said.
    Not = 1UL << 0,           // 不, 没, not
    NotQuite = 1UL << 1,      // 不太, not really: denies, weakly
    Deny = 1UL << 2,          // 谈不上, 谁说, "I wouldn't call it": denies what follows
    Cannot = 1UL << 3,        // 不了, 不好 after a verb: denies what went before
    Nobody = 1UL << 4,        // 没人, nobody
    Emphatic = 1UL << 5,      // 根本, 一点, at all
    Very = 1UL << 6,
    Slightly = 1UL << 7,
    Barely = 1UL << 8,        // 基本, 勉强, basically
    Whole = 1UL << 9,         // 完全, 都, completely
    Portion = 1UL << 10,      // 一半, 有的, half, some
    Temporary = 1UL << 11,
    Hedge = 1UL << 12,        // 可能, 好像, maybe
    Question = 1UL << 13,     // 什么, 怎么, what, how
    Particle = 1UL << 14,     // 吗, 呢, 么
    Still = 1UL << 15,        // 还, 仍然, still
    Again = 1UL << 16,        // 又, 反弹, again
    Before = 1UL << 17,       // 本来, 上回, at first
    After = 1UL << 18,        // 后来, 现在, then, now
    Promise = 1UL << 19,      // 下个月, 答应, will
    Reported = 1UL << 20,     // 他们说, supposedly
    Contrast = 1UL << 21,     // 但是, but
    Concession = 1UL << 22,   // 虽然, although
    Correction = 1UL << 23,   // 不对, I mean
    Because = 1UL << 24,
    If = 1UL << 25,
    Ironic = 1UL << 26,       // 呵呵, 可真, oh sure
    Changed = 1UL << 27,      // 了: a change of state
    Rude = 1UL << 28,         // 个屁: denies what went before, angrily

    // Short answers.
    Yes = 1UL << 29,
    No = 1UL << 30,
    Filler = 1UL << 31,
    ProVerb = 1UL << 32,      // did, is, 有: stands for the question's verb

    // What is talked about.
    Fixed = 1UL << 33,        // 解决, 修好, fixed
    Act = 1UL << 34,          // 修, 办: work was done, the result is open
    Done = 1UL << 35,         // 好, 完 after such a verb
    Works = 1UL << 36,        // 亮, 能用, works: the good state
    Trouble = 1UL << 37,      // 漏, 吵, leak: the bad state
    Better = 1UL << 38,       // 好点, improved
    Contact = 1UL << 39,      // 联系, 来过, called
    Machine = 1UL << 40,      // 短信, text message: not a person
    Missed = 1UL << 41,       // 没接着, missed
    Glad = 1UL << 42,         // 满意, happy
    Delighted = 1UL << 43,    // 完美, brilliant
    Sad = 1UL << 44,          // 失望, poor
    Appalled = 1UL << 45,     // 烂透, appalling
    Fault = 1UL << 46,        // 可挑, complain: bad only when not denied
    Attitude = 1UL << 47,     // 态度, polite
    Result = 1UL << 48,       // 结果, outcome
    Me = 1UL << 49,           // 我: who did it
    Person = 1UL << 50,       // 人, 街道, someone
    Number = 1UL << 51,
    Robot = 1UL << 52,        // 机器人, robot
    Time = 1UL << 53,         // 明天, 晚上, tomorrow
    Ask = 1UL << 54,          // 请问, can you
    Cause = 1UL << 55,        // 事, 问题, problem: the matter itself
    Other = 1UL << 56,        // 别的, another
    Quit = 1UL << 57,         // 别, stop, don't
    Call = 1UL << 58,         // 打, 电话, call, ring
    Human = 1UL << 59,        // 人工, 真人, operator
    Reach = 1UL << 60,        // 转, 找, put me through
    Place = 1UL << 61,        // 医院, 地铁, at work
    Later = 1UL << 62,        // 回头, 待会儿, call back
    Want = 1UL << 63,         // 要, 想, 让, want
}

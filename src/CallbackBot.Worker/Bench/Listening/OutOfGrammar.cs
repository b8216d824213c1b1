namespace CallbackBot.Worker.Bench.Listening;

/// <summary>
/// What people say on the telephone that answers nothing: to somebody else in the room, about something else, or more than was asked. None
/// of it is in a grammar; a robot that writes an answer down for it invents one. Two lists: one to choose a threshold on, one to report on.
/// </summary>
internal static class OutOfGrammar
{
    private static readonly string[] Tuning =
    [
        "the parcel arrived on tuesday", "my brother works for the railway", "there was a big tree in the garden", "let me turn the television down",
        "hold on a second", "just a moment", "who is this", "where did you get my number", "the dog wants to go out", "sit down and eat your dinner",
        "good morning", "hello hello", "can you hear the rain", "I paid the bill in march", "the lift goes to the seventh floor", "what a lovely day",
        "my daughter wrote the letter", "the street lamp is opposite the bakery", "how much does it cost", "which department are you from",
        "we moved here twelve years ago", "the old man upstairs plays the piano", "put the kettle on please", "she is at the market",
        "the water comes from the roof", "I was watching the football", "let me find my glasses", "give me the paper", "close the window",
        "that is a long story", "you sound like a machine", "my neighbour has a key", "it was raining all week", "I read about it in the newspaper",
        "they dug up the whole road", "the bus stops at the corner", "are you recording this", "well", "thank you", "mum come here",
    ];

    private static readonly string[] HeldOut =
    [
        "the package is on the kitchen table", "my sister lives in the next village", "there are three cars in front of the gate", "let me switch off the radio",
        "one second please", "wait a minute", "what is this about", "who gave you this number", "the baby is sleeping", "come and help me with the bags",
        "good afternoon", "hello who is there", "the wind is very strong today", "I sent the form in april", "our house is behind the school", "nice to hear from you",
        "my grandson filled in the complaint", "the bench in the park is green", "what time do you open", "which office do you work for",
        "we bought the flat in spring", "the people downstairs have a party", "turn the oven off", "he went to the dentist",
        "the pipe runs under the road", "I was cooking soup", "let me get a pen", "pass me the phone", "shut the door",
        "you would have to ask my husband about the contract", "are you a computer", "the caretaker has a ladder", "it was snowing in january",
        "I saw it on the news", "they painted the bridge blue", "the train leaves at the station", "is this call free", "hmm", "thanks a lot", "dad it is for you",
    ];

    public static IReadOnlyList<string> Of(bool tuning) => tuning ? Tuning : HeldOut;
}

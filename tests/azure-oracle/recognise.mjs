// Recognises 8 kHz 16-bit PCM from stdin and prints an event as JSON a line.
//   node recognise.mjs '{"url": "ws://127.0.0.1:1234", "by": "host", "key": "…", "language": "zh-CN", "phrases": ["已解决"]}'
// "by" is host, endpoint or token (then "key" is the token). Also, if wanted: "waitAt", the byte before
// which a final text is waited for; "live": audio comes as fast as it is spoken (the SDK looks after its connection only when it has audio to send).
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import sdk from 'microsoft-cognitiveservices-speech-sdk';

const wanted = JSON.parse(process.argv[2]);
const pcm = await buffer(process.stdin);
const tell = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

const endpoint = new URL(wanted.url + '/stt/speech/universal/v2');
const config = {
  host: () => sdk.SpeechConfig.fromHost(new URL(wanted.url), wanted.key),
  endpoint: () => sdk.SpeechConfig.fromEndpoint(endpoint, wanted.key),
  token: () => Object.assign(sdk.SpeechConfig.fromEndpoint(endpoint), { authorizationToken: wanted.key }),
}[wanted.by]();
config.speechRecognitionLanguage = wanted.language;
config.outputFormat = sdk.OutputFormat.Detailed;
config.setProperty(sdk.PropertyId.Speech_SegmentationSilenceTimeoutMs, '500');

const stream = sdk.AudioInputStream.createPushStream(sdk.AudioStreamFormat.getWaveFormatPCM(8000, 16, 1));
const recognizer = new sdk.SpeechRecognizer(config, sdk.AudioConfig.fromStreamInput(stream));
sdk.PhraseListGrammar.fromRecognizer(recognizer).addPhrases(wanted.phrases);

recognizer.recognizing = (_, e) => tell('recognizing', { text: e.result.text });
let goOn = () => {};
recognizer.recognized = (_, e) => {
  tell('recognized', {
    reason: sdk.ResultReason[e.result.reason],
    text: e.result.text,
    confidence: JSON.parse(e.result.json).NBest?.[0].Confidence,
  });
  goOn();
};
const ended = new Promise(resolve => {
  recognizer.sessionStopped = resolve;
  recognizer.canceled = (_, e) => {
    tell('canceled', { reason: sdk.CancellationReason[e.reason], code: sdk.CancellationErrorCode[e.errorCode] });
    if (e.reason === sdk.CancellationReason.Error) resolve();
  };
});
recognizer.startContinuousRecognitionAsync();

for (let at = 0; at < pcm.length; at += 1600) {
  if (at === wanted.waitAt) await new Promise(resolve => { goOn = resolve; });
  if (wanted.live) await setTimeout(100);
  stream.write(Uint8Array.from(pcm.subarray(at, at + 1600)).buffer);
}
stream.close();
await ended;
tell('stopped');
recognizer.close(() => process.exit(0), () => process.exit(0));

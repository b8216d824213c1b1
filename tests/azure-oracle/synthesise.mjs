// Speaks each text over one connection and prints the audio in base64, a line each, or why there is none.
//   node synthesise.mjs '{"url": "ws://127.0.0.1:1234", "key": "…", "voice": "zh-CN-XiaoxiaoNeural", "texts": ["您好"]}'
import sdk from 'microsoft-cognitiveservices-speech-sdk';

const wanted = JSON.parse(process.argv[2]);
const config = sdk.SpeechConfig.fromHost(new URL(wanted.url), wanted.key);
config.speechSynthesisOutputFormat = sdk.SpeechSynthesisOutputFormat.Raw8Khz8BitMonoALaw;
config.speechSynthesisVoiceName = wanted.voice;
const synthesizer = new sdk.SpeechSynthesizer(config, null);

for (const text of wanted.texts) {
  const result = await new Promise((resolve, reject) => synthesizer.speakTextAsync(text, resolve, reject));
  const done = result.reason === sdk.ResultReason.SynthesizingAudioCompleted;
  console.log(JSON.stringify({ reason: sdk.ResultReason[result.reason], audio: done ? Buffer.from(result.audioData).toString('base64') : null }));
}
synthesizer.close(() => process.exit(0), () => process.exit(0));

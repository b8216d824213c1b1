"""Clients that are not ours, on Python's websockets, in the order of messages of the servers' own sample clients. Usage: NAME URL"""
import asyncio
import json
import struct
import sys

import websockets

PCM = struct.pack("<8000h", *[(i * 37) % 2000 - 1000 for i in range(8000)])


async def funasr(url):
    async with websockets.connect(url, subprotocols=["binary"], ping_interval=None) as server:
        await server.send(json.dumps({
            "mode": "2pass", "chunk_size": [5, 10, 5], "chunk_interval": 10, "encoder_chunk_look_back": 4, "decoder_chunk_look_back": 0,
            "wav_name": "microphone", "is_speaking": True, "hotwords": "", "itn": True, "audio_fs": 8000, "wav_format": "pcm"}))
        for i in range(0, len(PCM), 960):
            await server.send(PCM[i:i + 960])
        await server.send(json.dumps({"is_speaking": False, "is_end": True}))
        while True:
            result = json.loads(await server.recv())
            if result["mode"] == "2pass-offline":
                return result["text"]


async def vosk(url):
    async with websockets.connect(url) as server:
        await server.send('{ "config" : { "sample_rate" : 8000 } }')
        for i in range(0, len(PCM), 3200):
            await server.send(PCM[i:i + 3200])
            json.loads(await server.recv())["partial"]
        await server.send('{"eof" : 1}')
        text = json.loads(await server.recv())["text"]
        await server.wait_closed()
        return text


async def sherpa(url):
    async with websockets.connect(url) as server:
        samples = struct.unpack("<8000h", PCM)
        for i in range(0, 8000, 1600):
            await server.send(struct.pack("<1600f", *[s / 32768 for s in samples[i:i + 1600]]))
        await server.send("Done")
        last = ""
        async for message in server:
            if message == "Done!":
                return last
            last = json.loads(message)["text"]


sys.stdout.reconfigure(encoding="utf-8")
print(asyncio.run(asyncio.wait_for({"funasr": funasr, "vosk": vosk, "sherpa": sherpa}[sys.argv[1]](sys.argv[2]), 20)))

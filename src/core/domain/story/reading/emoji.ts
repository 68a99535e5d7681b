/** What the most usual emoji show, where a film can show it. */
const SHOWN: Readonly<Record<string, string>> = Object.fromEntries(
  `🐶 dog 🐕 dog 🐱 cat 🐈 cat 🐭 mouse 🐰 rabbit 🐇 rabbit 🦊 fox 🐻 bear 🐼 panda 🐯 tiger 🦁 lion 🐮 cow 🐷 pig 🐸 frog 🐵 monkey 🐔 hen 🐧 penguin 🐦 bird
  🦆 duck 🦅 eagle 🦉 owl 🐺 wolf 🐴 horse 🐎 horse 🦄 unicorn 🐝 bee 🦋 butterfly 🐌 snail 🐢 turtle 🐍 snake 🐙 octopus 🐟 fish 🐠 fish 🐬 dolphin 🐳 whale
  🐋 whale 🦈 shark 🐘 elephant 🐑 sheep 🐐 goat 🦌 deer 🦔 hedgehog 🐉 dragon 🤖 robot 👽 alien 👻 ghost ⛄ snowman 👶 baby 👦 boy 👧 girl 👨 man 👩 woman
  👴 grandfather 👵 grandmother 🚀 rocket ✈ plane 🚁 helicopter 🚗 car 🚕 taxi 🚌 bus 🚂 train 🚲 bicycle ⛵ boat 🚢 ship 🎈 balloon 🪁 kite ⚽ ball 🎁 gift 🎂 cake
  🍕 pizza 🍎 apple 🍐 pear 🍊 orange 🍋 lemon 🍓 strawberry 🍌 banana 🍅 tomato 🎃 pumpkin 🥚 egg ☕ cup 🍵 cup 🌹 rose 🌷 tulip 🌻 sunflower 🌸 flower 🌼 flower
  🌳 tree 🌲 tree 🌴 tree 🌵 cactus 🍄 mushroom 🍂 leaf ⭐ star 🌟 star ☄ comet ☁ cloud 🔥 flame ❤ heart 💡 lamp 🕯 candle 🔔 bell 🔑 key ✉ letter 📖 book 📷 camera
  🎹 piano 🎸 guitar 🎻 violin 🥁 drum 🎺 trumpet ☂ umbrella ☔ umbrella 👟 shoe 👒 hat 🎒 backpack ⌚ watch 💍 ring 👑 crown 🌕 moon 🌙 moon 🏠 house 🏡 house
  🏰 castle 🏖 beach 🏝 island ⛰ mountain 🏔 mountain 🌊 sea 🏙 city 🌃 city 🏜 desert 🏫 school 🏥 hospital`
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, i, all) => (i % 2 === 0 ? [...pairs, [word, all[i + 1] as string]] : pairs), []),
);

/** Somebody with a trade: a person joined to the thing of it. */
const TRADES: readonly (readonly [RegExp, string])[] = [
  [/^[👨👩🧑]\u200d🚀/u, 'astronaut'],
  [/^[👨👩🧑]\u200d🍳/u, 'cook'],
  [/^[👨👩🧑]\u200d🌾/u, 'farmer'],
  [/^[👨👩🧑]\u200d🎨/u, 'painter'],
  [/^[👨👩🧑]\u200d🚒/u, 'firefighter'],
  [/^[👨👩🧑]\u200d🏫/u, 'teacher'],
];

/** What a brief of nothing but emoji names, in order, each once: "rocket, moon, astronaut"; the text itself where it has words, or no such emoji. */
export function emojiRead(text: string): string {
  if (/[\p{L}\p{N}]/u.test(text)) return text;
  const names = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].flatMap(({ segment }) => {
    const plain = segment.replace(/[\u{1f3fb}-\u{1f3ff}\ufe0f]/gu, '');
    return TRADES.find(([pattern]) => pattern.test(plain))?.[1] ?? SHOWN[plain] ?? [];
  });
  return names.length > 0 ? [...new Set(names)].join(', ') : text;
}

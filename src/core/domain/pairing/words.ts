/** 256 plain words, one for each byte. Their order is part of the protocol. */
const WORDS = `
  acorn actor album alley amber anchor angle ankle apple apron arch arrow atlas attic autumn badge baker
  balcony ball banjo barn basket beach bead bean bear beaver bell bench berry bicycle birch bird biscuit
  blanket blossom boat bottle bowl branch brass bread brick bridge broom brush bucket butter button cabin
  cable cactus camel camera candle canoe canyon carpet carrot castle cave cedar cello chair chalk cherry chess
  chimney circle circus clay cliff clock cloud clover coach coast cobweb coffee comet compass copper coral
  corner cotton cousin cradle crane crayon creek cricket crown curtain daisy dance dawn deer desert desk
  diamond dinner dolphin donkey door dragon drawer dream drum eagle earth easel echo elbow elephant engine
  evening fabric falcon farm feather fence fern fiddle field finger flag flame flute forest fossil fountain
  fox galaxy garden garlic gate giant giraffe glacier glove goat grape gravel guitar hammer harbour harp
  harvest hazel hedge heron hill honey horse hotel iceberg igloo island ivory jacket jaguar jewel judge jungle
  kettle kitchen kite koala ladder lagoon lake lamp lantern lemon letter library lily lion lizard lobster
  magnet maple marble market meadow melon mirror mitten monkey moon mosaic mountain mushroom nail needle nest
  north novel oak oasis ocean olive onion orange orchard otter owl oyster paddle palace panda paper parrot
  peach pearl pebble pencil penguin pepper piano pigeon pillow pirate planet plum pocket poem pond poppy
  potato prairie pumpkin puzzle quarry queen rabbit radio raft rain raven ribbon river robin rocket rose
  saddle sail salmon scarf school shadow shell silver snow spoon tiger
`.trim().split(/\s+/);

/** The words that both sides show of one pairing, from what only they can know: one a byte, of the first four. */
export const pairingWords = (secret: Uint8Array): string[] => [...secret.subarray(0, 4)].map((byte) => WORDS[byte]!);

import { wordSet } from './word-set.ts';

export const PEOPLE = wordSet(`man woman boy girl child kid baby toddler teenager person people friend stranger mother father mum mom dad parent son
  daughter brother sister twin grandmother grandfather grandma grandpa granny uncle aunt cousin wife husband widow widower bride groom couple lover
  family neighbour neighbor guest king queen prince princess knight wizard witch ghost pirate detective spy thief soldier sailor captain keeper
  fisherman fisher farmer gardener shepherd baker cook chef barista waiter waitress bartender butcher tailor carpenter potter painter artist sculptor
  dancer ballerina singer musician pianist violinist guitarist drummer cellist band choir rapper dj conductor actor actress poet writer author
  journalist photographer teacher student pupil professor scientist astronaut cosmonaut pilot driver cyclist biker runner athlete swimmer surfer skater
  climber hiker skier boxer footballer player coach referee doctor nurse surgeon dentist patient firefighter policeman policewoman officer lawyer judge
  engineer programmer developer designer architect builder mechanic miner plumber electrician courier postman mailman clerk librarian shopkeeper
  watchmaker clockmaker blacksmith beekeeper winemaker brewer monk nun priest old-timer traveller traveler tourist commuter refugee orphan hero
  heroine villain clown magician acrobat juggler mermaid superhero samurai ninja viking cowboy hermit elder crew team lady gentleman grandson
  granddaughter grandparents grandchild newcomer freelancer founder worker owner dreamer wanderer explorer inventor shoemaker glassblower lighthouse-keeper diver
  volunteer helper colleague employee member customer partner donor mentor trainer candidate citizen visitor passenger fan hairdresser cleaner busker`);

export const ANIMALS = wordSet(`dog puppy cat kitten horse foal pony donkey cow calf bull sheep lamb goat pig piglet hen rooster chick duck duckling
  goose swan bird sparrow robin crow raven owl eagle hawk falcon gull seagull pigeon dove parrot penguin flamingo stork heron hummingbird fish goldfish
  salmon trout shark whale dolphin octopus squid jellyfish crab lobster turtle tortoise frog toad snake lizard dragon crocodile fox wolf bear cub deer
  stag moose elk rabbit hare squirrel hedgehog mouse rat bat badger otter beaver seal walrus lion tiger leopard cheetah elephant giraffe zebra monkey
  gorilla panda koala kangaroo camel llama bee bumblebee butterfly moth ant spider snail worm beetle firefly ladybird ladybug dinosaur unicorn robot
  android creature monster alien phoenix giant elf troll snowman scarecrow puppet`);

export const PLACES = wordSet(`city town village street road lane alley square park garden forest wood woods jungle meadow field hill mountain mountains
  valley cliff canyon desert dune beach coast shore sea ocean lake river stream waterfall island harbour harbor port pier bay lagoon swamp marsh
  glacier sky space moon planet mars galaxy orbit station airport train-station platform bridge tunnel house home cottage cabin hut castle palace tower
  lighthouse barn farm mill windmill factory workshop studio garage office shop store market supermarket bakery café cafe coffeehouse restaurant bar
  pub kitchen bedroom bathroom room hall attic basement cellar rooftop roof balcony terrace yard courtyard playground school classroom library museum
  gallery theatre theater cinema church cathedral temple monastery hospital hotel hostel prison stadium gym arena pool court track circus zoo
  aquarium greenhouse vineyard orchard campsite camp savanna savannah tundra ruins cave mine neighbourhood neighborhood suburb downtown metropolis
  skyline countryside highway motorway crossroads bench rainforest reef fjord world earth apartment flat loft corridor stage backstage dancefloor club
  laundromat subway metro tram kiosk spa clinic lobby campus planetarium observatory universe plaza boardwalk promenade riverbank mountainside
  elevator escalator hillside seaside lakeside roadside doorway window table desk counter shelf iceberg ice snow`);

/** Things that nobody can film: they need somebody or something that stands for them. */
export const IDEAS = wordSet(`love hope freedom courage fear joy happiness sadness grief loss loneliness solitude friendship family trust peace war time
  memory memories nostalgia change future past life death faith truth beauty silence justice equality diversity inclusion sustainability climate
  innovation creativity passion ambition success failure patience kindness gratitude forgiveness jealousy anger rage revenge regret betrayal hate desire longing
  curiosity imagination identity belonging community home-coming homecoming democracy progress safety privacy security health wellbeing wellness
  motivation discipline resilience strength balance focus mindfulness stress anxiety burnout boredom growth learning education quality excellence
  teamwork leadership dream dreams tomorrow adventure luck magic mystery summer winter spring autumn christmas easter youth childhood age evolution gravity
  inflation economics photosynthesis recycling blockchain physics history culture heritage tradition smell sound scent taste feeling season interest chase heist escape rescue reunion farewell goodbye romance battle fight conversation argument
  economy algorithm knowledge crisis pollution competition revolution invention discovery journey wedding birthday
  monday tuesday wednesday thursday friday saturday sunday weekend holiday vacation`);

/** Services and works on a screen: seen as somebody who uses them. */
export const SERVICES = wordSet(`app application website site platform service subscription course class workshop podcast newsletter festival event conference
  concert exhibition agency bank insurance software game tool plugin assistant startup company firm brand studio school academy programme program
  campaign charity foundation fund clinic membership delivery network cloud system solution product collection range line series sale marathon
  race tournament fair webinar community`);

/** Nouns that take no "a". */
export const MASS = wordSet(`coffee tea milk water beer wine juice lemonade kombucha cider gin whisky whiskey vodka rum cocoa honey oil soap shampoo
  skincare cream bread butter cheese chocolate yoghurt yogurt muesli granola rice pasta salt sugar flour food fruit meat fish-sauce ketchup mustard jam
  ice-cream gelato snow rain ice fire smoke fog mist sand dust gold silver wood glass paper plastic metal steel wool cotton silk leather denim linen
  furniture jewellery jewelry clothing footwear sportswear outerwear luggage equipment gear software hardware electricity energy power solar
  insurance music jazz art poetry dance yoga football soccer tennis basketball chess traffic light darkness fabric paint perfume makeup cosmetics
  toothpaste deodorant sunscreen espresso matcha sake tofu hummus stationery lingerie petfood litter compost cargo mail news advice money cash`);

export const THINGS = wordSet(`drawing balloon ball kite boat ship canoe sailboat raft submarine train car van truck bus tram taxi bicycle bike scooter motorcycle
  plane airplane aeroplane rocket spaceship drone helicopter umbrella hat coat jacket dress shirt shoe boot sneaker glove scarf bag backpack suitcase
  wallet watch clock lamp lantern candle bulb chair sofa bed mattress pillow blanket carpet table-lamp mirror window-seat door key lock letter postcard book
  notebook diary pencil pen brush camera phone telephone radio television record gramophone piano violin guitar drum trumpet cello flute microphone
  headphone speaker computer laptop tablet keyboard toy doll bear-toy teapot cup mug glass bottle jar plate bowl spoon knife pan pot kettle oven stove fridge
  toaster cake cookie biscuit pie pizza burger sandwich croissant bun apple pear orange lemon strawberry banana tomato pumpkin egg flower rose tulip
  sunflower tree leaf seed plant cactus mushroom stone pebble shell feather star planet comet cloud raindrop snowflake wave flame spark ring necklace
  bracelet earring coin crown sword shield box parcel gift present basket bucket ladder hammer axe saw needle thread button machine engine wheel
  puzzle map compass telescope magnet mask statue tent hammock swing bench-seat heart triangle cube bean lipstick serum razor toothbrush thermos flask
  tumbler heater vacuum blender grill hoodie sock bra hoop skateboard surfboard snowboard ski helmet stroller crib leash collar bell whistle`);

const IRREGULAR: Readonly<Record<string, string>> = { men: 'man', women: 'woman', children: 'child', people: 'person', mice: 'mouse', geese: 'goose', wolves: 'wolf', leaves: 'leaf', knives: 'knife', scarves: 'scarf', feet: 'foot', teeth: 'tooth', sheep: 'sheep', fishermen: 'fisherman', loaves: 'loaf', shelves: 'shelf', wives: 'wife', lives: 'life', halves: 'half', elves: 'elf', gentlemen: 'gentleman' };
const KNOWN = [PEOPLE, ANIMALS, PLACES, IDEAS, SERVICES, MASS, THINGS];
export const isKnownNoun = (word: string): boolean => KNOWN.some((set) => set.has(word));

/** The word for one of them; the word itself where it names one already. */
export function singularOf(noun: string): string {
  const word = noun.toLowerCase();
  const irregular = IRREGULAR[word];
  if (irregular) return irregular;
  if (isKnownNoun(word) && !/[^s]s$/.test(word)) return word;
  if (/(ss|us|is|ous)$/.test(word) || word.length < 4) return word;
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ches|shes|sses|xes|zes)$/.test(word) || (word.endsWith('oes') && isKnownNoun(word.slice(0, -2)))) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** `ruins`, `woods`: nouns that are many without a singular of their own; the rest by its ending. */
export function isPlural(noun: string): boolean {
  const word = noun.toLowerCase();
  if (word in IRREGULAR) return word !== 'sheep';
  if (['family', 'team', 'crew', 'mars', 'news', 'physics', 'economics', 'chess', 'christmas', 'series', 'tennis'].includes(word)) return false;
  if (['ruins', 'woods', 'mountains', 'glasses', 'headphones', 'jeans', 'trousers', 'shorts', 'pyjamas', 'cosmetics', 'dishes'].includes(word)) return true;
  return singularOf(word) !== word;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** Words that guessing programs try first, in lower case; `password-pieces.ts` finds them dressed up and backwards too. */
export const COMMON_WORDS: ReadonlySet<string> = wordsOf(
  `abc abcd abcdef access account active admin administrator agent alexander alipay amazon america amanda andrea andrew angel
  anthony apple april asdf ashley august austin autumn awesome baby bailey banana barney baseball basketball batman beijing
  bitcoin blink boss brandon buster business butterfly card cardcode carlos carter change changeme charles charlie cheese
  chelsea chengdu china chicken chocolate chris christmas code coffee company computer cookie corvette cowboy customer
  dallas daniel david december default demo dexter diamond distributor doctor dolphin dragon eagle edward elephant enter
  facebook fall family february ferrari finance fire fish flower football forever freedom friday friend friends fuck
  fuckyou galaxy game gamer garfield george ginger girl gmail god golden golf google guangzhou guest guitar hacker hammer
  hangzhou hannah happy harley hello hockey home honey hotmail house hunter icecream iloveyou iloveu internet iphone jack
  jackson jaguar james january jason jasmine jennifer jessica jesus john jordan joseph joshua july june junior justin
  keyfall killer king kitty lady lakers laptop lauren letmein liverpool login london love lovely loveme lover loveyou
  lucky maggie mail manager march marina market martin mary master matrix matthew maverick melissa member mercedes
  merlin michael michelle mickey midnight mike mima monday money monkey monster morgan mother mountain muffin music
  mustang myspace nanjing naruto nathan nicole ninja nihao nothing november october office okay online orange oracle
  owner pass passphrase passw passwd passwort password patrick peanut pepper phoenix pokemon police portal power prince
  princess private purple qazwsx qwer qwert qwerty rabbit rachel rainbow ranger raymond remember richard robert rocket
  root runner sales samantha samsung samuel saturday scooter secret secure security september server service shadow
  shanghai shenzhen shop silver simple snoopy soccer sophie spider spring staff star starwars steven store summer sunday
  sunshine super superman supervisor supplier support sweet sysadmin system taobao taylor team temp temporary tenant test
  tester testing thomas thunder thursday tiger tigger tinkerbell toor trust trustno tuesday user username victoria
  vip viking voucher wallet wang wednesday weixin wechat welcome whatever wholesaler william windows winner winter
  wizard woaini woaiwojia wodemima wolf wuhan xiaoming yamaha yankees yellow zaq zaqwsx zhang zhao zhongguo zhou zxcv zxcvbnm`,
);

/** Figures that stand for something and end up behind a word. */
export const COMMON_DIGITS: ReadonlySet<string> = wordsOf(
  '007 12345 123456 123 1234 1314 147258 159357 159753 168 1688 321 520 521 5201314 666 6666 69 696969 777 789456 888 8888 999',
);

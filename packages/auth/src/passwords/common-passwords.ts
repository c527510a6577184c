/**
 * Words that guessing programs try first, in the shape they take when digits and signs around them are taken away. Not a
 * breach corpus: it stops what a tired person types, the throttles stop the rest.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abc abcabc abcd abcdef access admin adminadmin administrator amazon andrew angel anthony apple asdf asdfasdf asdfgh
  asdfghjk asdfghjkl aaaaaa baseball batman bitcoin buster cardcode changeme charlie cheese chelsea chocolate codecode
  computer cookie daniel default demo demodemo diamond distributor dragon facebook football forever freedom friends
  fuckyou google guest hannah harley hello helloworld hockey hunter iloveu iloveyou internet jennifer jessica jordan
  joshua justin keyfall killer letmein liverpool login loginlogin lovely loveyou manager master matrix matthew michael
  michelle monkey mustang myspace newpass newpassword ninja nothing office oracle orange owner passpass passphrase passw
  passwd password passwordpassword passwort pepper pokemon portal princess purple qazwsx qazwsxedc qwer qwerasdf qwerqwer
  qwert qwerty qwertyqwerty qwertyui qwertyuiop ranger robert root rootroot samsung secret secretsecret security
  service shadow shop shopshop snoopy soccer starwars summer sunshine superman supervisor support sysadmin system taylor
  temp temporary tenant test tester testing testtest thomas tigger tinkerbell toor trustno user username vip welcome
  welcomewelcome whatever wholesaler william windows winter woaini woaiwojia xiaoming yankees zaq zaqwsx zxcv zxcvbn
  zxcvbnm zhang wang mima mimamima nihao taobao weixin wechat alipay`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

// Tells people whose browser knows no modules why they see nothing; written for such browsers.
var notice = document.createElement('p');
notice.appendChild(
  document.createTextNode(
    'Dieser Browser ist zu alt für diese Seite. Bitte nimm eine Fassung der letzten zwei Jahre. ' +
      'This browser is too old for this page. Please use one of the last two years.'
  )
);
document.body.appendChild(notice);

package io.shoplake.parsing;

import java.util.Locale;
import java.util.Set;

/** Names under which people send what no table may hold in clear. */
final class PersonalKeys {

  private static final int LONGEST = 40;

  /** In lower case, letters and digits only. */
  private static final Set<String> DENIED =
      Set.of(
          "email",
          "emailaddress",
          "mail",
          "useremail",
          "customeremail",
          "phone",
          "phonenumber",
          "telephone",
          "tel",
          "mobile",
          "mobilephone",
          "fax",
          "name",
          "firstname",
          "lastname",
          "fullname",
          "surname",
          "givenname",
          "familyname",
          "middlename",
          "maidenname",
          "username",
          "customername",
          "address",
          "street",
          "streetaddress",
          "addressline1",
          "addressline2",
          "birthdate",
          "birthday",
          "dateofbirth",
          "dob",
          "password",
          "passwd",
          "pwd",
          "secret",
          "token",
          "accesstoken",
          "pin",
          "card",
          "cardnumber",
          "creditcard",
          "cardexpire",
          "cvv",
          "cvc",
          "iban",
          "bic",
          "bank",
          "accountnumber",
          "ssn",
          "socialsecuritynumber",
          "taxid",
          "passport",
          "passportnumber",
          "ip",
          "ipaddress");

  private PersonalKeys() {}

  /** Whether what stands under {@code key} is left out. */
  static boolean isDenied(String key) {
    if (key.length() > LONGEST) {
      return false;
    }
    StringBuilder letters = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      if (Character.isLetterOrDigit(key.charAt(i))) {
        letters.append(key.charAt(i));
      }
    }
    return DENIED.contains(letters.toString().toLowerCase(Locale.ROOT));
  }
}

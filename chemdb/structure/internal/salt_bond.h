// Salts drawn as covalent: which bonds standardisation cuts (docs/standardisation.md, step 1). One table, for
// the standardiser and for the light reader.
#pragma once

namespace tidewaiter::internal {

// Metals whose bonds to N, O, P, S, Se and halogens are salts drawn as covalent. Mercury, tin and the metals
// of oxoanions (permanganate, chromate) are not among them: their bonds are covalent or belong to the ion.
constexpr bool IsSaltMetal(int z) {
  switch (z) {
    case 3:
    case 11:
    case 19:
    case 37:
    case 55:  // Li Na K Rb Cs
    case 4:
    case 12:
    case 20:
    case 38:
    case 56:  // Be Mg Ca Sr Ba
    case 13:
    case 30:
    case 47:
    case 83:  // Al Zn Ag Bi
      return true;
    default:
      return false;
  }
}

// The other end: N, O, F, P, S, Cl, Se, Br, I.
constexpr bool TakesSaltBond(int z) {
  switch (z) {
    case 7:
    case 8:
    case 9:
    case 15:
    case 16:
    case 17:
    case 34:
    case 35:
    case 53:
      return true;
    default:
      return false;
  }
}

constexpr bool IsSaltBond(int z1, int z2) {
  return (IsSaltMetal(z1) && TakesSaltBond(z2)) || (IsSaltMetal(z2) && TakesSaltBond(z1));
}

}  // namespace tidewaiter::internal

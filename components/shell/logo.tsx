/** A wall, and the water that stays on its own side of it. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 shrink-0">
        <path d="M1 6.2c2 0 2-1.6 4-1.6s2 1.6 4 1.6M1 10.6c2 0 2-1.6 4-1.6s2 1.6 4 1.6M1 15c2 0 2-1.6 4-1.6S7 15 9 15" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
        <path d="M12 3h7v3.6h-7zM12 8.2h7v3.6h-7zM12 13.4h7V17h-7z" fill="currentColor" />
      </svg>
      Seawall
    </span>
  );
}

-- AlterTable
ALTER TABLE "variant" DROP CONSTRAINT "variant_pkey",
ADD COLUMN     "reduced" BOOLEAN NOT NULL DEFAULT false,
ADD CONSTRAINT "variant_pkey" PRIMARY KEY ("asset_id", "version", "preset", "format", "reduced");
